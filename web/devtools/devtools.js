// Runs once for each page whose developer tools are open, and adds the panel.
"use strict";

chrome.devtools.panels.create("Keytrail", "icon.svg", "index.html");

// The tools keep no log of requests before somebody has asked for one: what is
// heard before the panel is opened for the first time is to be there, too.
chrome.devtools.network.getHAR(() => {});
