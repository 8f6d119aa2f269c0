/** What runs in a tab of the fault suite: the client as it is served, and a hook that pushes what the driver says. */
import "./pusher.js"
import "../../../client/browser.js"
