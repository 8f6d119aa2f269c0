/**
 * The part that a page loads once the user does something with a control: what shows the server's state in controls, keeps what was
 * typed while the page is made anew, and has forms tell a new process what they hold. In one file, as they are always loaded together.
 */
export { CarryOver } from "./carry-over.js"
export { recover } from "./recovery.js"
export { found, settle } from "./settling.js"
export { showValue } from "./show-value.js"
