/**
 * Renders through the response's own `render`, so that whatever an app has put around it takes part: flash messages,
 * packages that lay pages out. None of them has to know livemount.
 */

import { engineText } from "./layout-attempt.js"
import { letStandInsIn, NO_STAND_IN, type PartRendering, RENDERING, type RenderingLocals } from "./part-rendering.js"
import type { ExpressApp, ExpressResponse, RenderCallback } from "./types.js"

/** What was rendered. */
export interface RenderedPart {
  readonly html: string
  /** Something around `res.render` did not hand its callback on: Express would have sent the page. */
  readonly isSent: boolean
}

/**
 * Renders a template by `res.render`.
 *
 * @param standIn - What to render instead of the app's engine, by the template's name and the options it gets.
 */
export function renderThrough(
  response: ExpressResponse,
  name: string,
  options: object,
  standIn: PartRendering["standIn"],
): Promise<RenderedPart> {
  const { app } = response.req as { readonly app?: ExpressApp }
  if (app !== undefined) letStandInsIn(app)
  const locals = response.locals as RenderingLocals
  const rendering: PartRendering = { standIn, running: 0 }
  locals[RENDERING] = rendering
  const kept = keep(response)
  return new Promise<RenderedPart>((resolve, reject) => {
    const done: RenderCallback = (error, html) =>
      error ? reject(error) : resolve({ html: engineText(html), isSent: false })
    // A wrapper may not hand its callback on. Express then sends what was rendered, and passes on what was thrown.
    response.send = (html) => {
      if (rendering.running <= 0) return resolve({ html: engineText(html), isSent: true })
      kept.giveBack()
      return response.send(html)
    }
    kept.request.next = (error: unknown) => done(error)
    // Where something asynchronous is around it, nobody else would hear that it failed.
    Promise.resolve(response.render(name, options, done)).catch(reject)
  }).finally(() => {
    locals[RENDERING] = undefined
    kept.giveBack()
  })
}

/**
 * Renders a part of a live page by Express's own `res.render`, which hands its callback on at once. A few microseconds less than
 * {@link renderThrough}: nothing of the response has to be replaced. What else is rendered for it until the engine has done, as the page
 * of an error that was quicker, is no part.
 */
export function renderPart(response: ExpressResponse, name: string, options: object): Promise<string> {
  const locals = response.locals as RenderingLocals
  locals[RENDERING] = NO_STAND_IN
  try {
    return new Promise<string>((resolve, reject) => {
      response.render(name, options, (error, html) => (error ? reject(error) : resolve(engineText(html))))
    })
  } finally {
    locals[RENDERING] = undefined
  }
}

interface Kept {
  readonly request: { next?: unknown }
  giveBack(): void
}

/** Remembers what is replaced while a part is rendered. */
function keep(response: ExpressResponse): Kept {
  const request = response.req as unknown as { next?: unknown }
  const { next } = request
  const send = Object.getOwnPropertyDescriptor(response, "send")
  let isBack = false
  return {
    request,
    giveBack() {
      if (isBack) return
      isBack = true
      request.next = next
      if (send === undefined) Reflect.deleteProperty(response, "send")
      else Object.defineProperty(response, "send", send)
    },
  }
}
