/**
 * Has controls show the server's state once an event is answered: all that it told, whether or not the answer brings a
 * difference. The server's state may be as it was; the control's is not.
 */

import type { ControlsPort, Sent, SentEventsPort } from "../../dom/controls-port.js"
import {
  choose,
  elementsOf,
  heldBy,
  isCheckable,
  isTextControl,
  showsDefault,
  stateName,
} from "../../dom/nodes/control-kinds.js"
import { isServed } from "../../dom/nodes/served.js"
import type { SettlingNeeds } from "../../dom/ports.js"

/**
 * Settles the controls that answered events told, but for those that are held. Returns controls that have to show the
 * server's state if they stand in HTML that came whole, where no slots are known.
 */
export function settle(needs: SettlingNeeds, isHeld: (control: Element) => boolean): Element[] {
  const { controls } = needs
  const { sent: events } = controls
  const unknown: Element[] = []
  noteAnswered(events)
  for (const [control, sent] of events.unsettled) {
    // A newer event that tells of it is under way.
    if (isHeld(control)) continue
    events.unsettled.delete(control)
    if (!show(needs, control) && isTheServers(control, sent) && !events.foreign.has(control)) unknown.push(control)
    // An answered submission that leaves the control as it was may have been refused: it is not done with.
    const held = sent.submitted?.get(control)
    if (held !== undefined && held !== heldBy(control)) done(controls, control, sent)
  }
  return unknown
}

/** Says of controls that `settle` returned whether they stand in HTML that came whole, where every value is the server's. */
export function found(
  needs: SettlingNeeds,
  unknown: readonly Element[],
  isMarkup: (control: Element) => boolean,
): void {
  for (const control of unknown) {
    if (!isMarkup(control)) needs.controls.sent.foreign.add(control)
    else {
      needs.controls.serve(control, stateName(control))
      show(needs, control)
    }
  }
}

function noteAnswered(events: SentEventsPort): void {
  for (const sent of events.answered) {
    const told = sent.form === undefined ? [sent.source] : elementsOf(sent.form)
    for (const control of [...told, ...sent.carried.map(([use]) => use.control)])
      if (isTaken(control)) events.unsettled.set(control, sent)
  }
  events.answered = []
}

/**
 * Has the control show what the server says, though that did not change: what the server did not take, or wrote as it
 * was before. False if it has no slot, as far as is known.
 */
function show({ controls, toolbox }: SettlingNeeds, control: Element): boolean {
  if (controls.edits.has(control)) return true
  if (!isServed(controls.served, control)) return false
  if (control instanceof HTMLSelectElement) {
    // Without a mark the server has not said which option it means.
    if (choose(control, ({ defaultSelected }) => defaultSelected)) toolbox.changed(control)
  } else if (isCheckable(control)) {
    if (control.checked !== control.defaultChecked) {
      toolbox.changed(control)
      control.checked = control.defaultChecked
    }
  } else if (isTextControl(control)) controls.showText(control)
  return true
}

function done({ edits }: ControlsPort, control: Element, { carried }: Sent): void {
  edits.forget((use) => {
    return use.control === control && carried.some(([told, revision]) => told === use && revision === use.revision)
  })
}

/**
 * True for what can only be the server's where it stands in a region: a box that tells its clicks itself, and after a
 * submission a text that the HTML gives. Else what the user typed into a field of which the server says nothing would go.
 */
function isTheServers(control: Element, { source, submitted }: Sent): boolean {
  if (showsDefault(control)) return false
  if (isCheckable(control)) return source === control
  const saysText = control.hasAttribute("value") || control instanceof HTMLTextAreaElement
  return submitted !== undefined && isTextControl(control) && saysText
}

/** False of names that every object has: the server drops them, so its state says nothing of what was typed. */
function isTaken(control: Element): boolean {
  return !control
    .getAttribute("name")
    ?.split(/[[\]]/)
    .some((key) => key in {})
}
