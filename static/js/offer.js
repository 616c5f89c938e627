// What the editors of plans have: of offers, and of orders.
import "./cairn.js";
import "./forms.js";
import "./plan.js";
