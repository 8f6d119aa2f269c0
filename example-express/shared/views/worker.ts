/** Stands in the layout where the example runs on several processes: which of them has the page's connection. */

import { html, type LiveView, liveView } from "livemount"

/** @param name - Of this process. */
export function workerView(name: string): LiveView {
  return liveView({
    name: "worker",
    container: "span",
    mount: () => ({ name }),
    render: (assigns) => html`${assigns.name}`,
    events: {},
  })
}
