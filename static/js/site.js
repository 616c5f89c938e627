// What every page has but those that write an offer or a gig, which link a script of their own.
import "./cairn.js";
import "./forms.js";
import "./deliver.js";
import "./market.js";
import "./look.js";
import "./zone.js";
