/** Where the `render` of a response stands: on that response, on what all of its app have, or where Express has it. And whether it is Express's own. */

import { ServerResponse } from "node:http"
import type { ExpressResponse } from "./types.js"

type Render = ExpressResponse["render"]

/** How Express's own ends, 4 and 5. What has another text is not known to hand on its callback, and to do the same each time: also where it is Express's own. */
const END_OF_EXPRESS = /\.render\(view, opts, done\);?\s*\}$/

const ofExpress = new WeakMap<Render, boolean>()

/** On what was put around a `render` by us, or by another copy of this file: what that is around. */
const BELOW: unique symbol = Symbol.for("livemount.render")

type OurRender = Render & { [BELOW]?: Render }

export function renderOwner(response: ExpressResponse): Pick<ExpressResponse, "render"> {
  let owner = response
  while (!Object.hasOwn(owner, "render")) owner = Object.getPrototypeOf(owner) as ExpressResponse
  return owner
}

/** Puts something of ours around a `render`. */
export function putAround(owner: Pick<ExpressResponse, "render">, filling: (render: Render) => Render): void {
  const { render } = owner
  const ours: OurRender = filling(render)
  ours[BELOW] = render
  owner.render = ours
}

export function isOurs(render: OurRender): boolean {
  return render[BELOW] !== undefined
}

function isExpressRender(render: Render): boolean {
  let isOfExpress = ofExpress.get(render)
  if (isOfExpress === undefined) {
    isOfExpress = END_OF_EXPRESS.test(Function.prototype.toString.call(render))
    ofExpress.set(render, isOfExpress)
  }
  return isOfExpress
}

/** Right above Node's response, as Express has it, with nothing around it but ours. What an app has put there may do otherwise each time. */
export function hasExpressRender(response: ExpressResponse): boolean {
  const owner = renderOwner(response)
  if (Object.getPrototypeOf(owner) !== ServerResponse.prototype) return false
  let render: OurRender = owner.render
  while (render[BELOW] !== undefined) render = render[BELOW]
  return isExpressRender(render)
}
