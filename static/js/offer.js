// What the editor of offers has.
import "./cairn.js";
import "./forms.js";
import "./plan.js";
