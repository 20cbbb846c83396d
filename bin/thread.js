/** A thread of the program. */
const { load } = require("./load.js");

load().thread();
