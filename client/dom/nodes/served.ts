/** Which controls show what the server says: those to which a slot, or HTML that came whole, gives their state. */

import { SERVED_PREFIX } from "../../../src/protocol/markup.js"
import { isCheckable, namesakes, stateName } from "./control-kinds.js"

/** What slots give to controls and options, as names. */
export type Served = WeakMap<Element, string>

/** Notes that a slot gives this to a control or option: names of state, perhaps several. */
export function serve(served: Served, element: Element, names: string): void {
  const known = served.get(element)
  if (known === undefined) served.set(element, names)
  else if (!known.split(" ").includes(names)) served.set(element, `${known} ${names}`)
}

/** True if the state of the control has a slot: of boxes of one name and of options, if that of any of them has. */
export function isServed(served: Served, control: Element): boolean {
  const isGiven = (element: Element): boolean | undefined =>
    element.hasAttribute(SERVED_PREFIX + stateName(element)) ||
    served.get(element)?.split(" ").includes(stateName(element))
  if (control instanceof HTMLSelectElement) return Array.from(control.options).some(isGiven)
  return isGiven(control) || (isCheckable(control) && namesakes(control).some(isGiven))
}
