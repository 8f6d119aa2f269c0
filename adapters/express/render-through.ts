/**
 * Renders through the response's own `render`, so that whatever an app has put around it takes part: flash messages,
 * packages that lay pages out. None of them has to know livemount.
 */

import type { ExpressApp, ExpressResponse, RenderCallback } from "./types.js"

/** Renders a template in place of the app's engine, with the options that came down to it. */
export type StandIn = (options: Readonly<Record<string, unknown>>) => string | Promise<string>

/** What is being rendered for a response. */
interface Rendering {
  /** Asked at each template; what it returns is rendered instead. */
  readonly standIn: (name: string, options: Readonly<Record<string, unknown>>) => StandIn | undefined
}

/** What was rendered. */
export interface RenderedPart {
  readonly html: string
  /** Something around `res.render` did not hand its callback on: Express would have sent the page. */
  readonly isSent: boolean
}

/** In the locals of a request. */
const RENDERING = Symbol("livemount rendering")

type Locals = Record<string, unknown> & { [RENDERING]?: Rendering | undefined }

/** Apps whose `render` lets stand-ins take its place. */
const open = new WeakSet<ExpressApp>()

/** True while a part of a live page is rendered: what stands in it is filled when the page is whole. */
export function isRenderingPart(response: ExpressResponse): boolean {
  return (response.locals as Locals | undefined)?.[RENDERING] !== undefined
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
  standIn: Rendering["standIn"],
): Promise<RenderedPart> {
  const { app } = response.req as { readonly app?: ExpressApp }
  if (app !== undefined) letStandInsIn(app)
  const locals = response.locals as Locals
  locals[RENDERING] = { standIn }
  const kept = keep(response)
  return new Promise<RenderedPart>((resolve, reject) => {
    const done: RenderCallback = (error, html) => (error ? reject(error) : resolve({ html: html ?? "", isSent: false }))
    // A wrapper may not hand its callback on. Express then sends what was rendered, and passes on what was thrown.
    response.send = (html) => resolve({ html: String(html), isSent: true })
    kept.request.next = (error: unknown) => done(error)
    // Where something asynchronous is around it, nobody else would hear that it failed.
    Promise.resolve(response.render(name, options, done)).catch(reject)
  }).finally(() => {
    locals[RENDERING] = undefined
    kept.giveBack()
  })
}

const NO_STAND_IN: Rendering = { standIn: () => undefined }

/**
 * Renders a part of a live page by Express's own `res.render`, which hands its callback on. A few microseconds less than
 * {@link renderThrough}: nothing of the response has to be replaced.
 */
export function renderPart(response: ExpressResponse, name: string, options: object): Promise<string> {
  const locals = response.locals as Locals
  locals[RENDERING] = NO_STAND_IN
  return new Promise<string>((resolve, reject) => {
    const fail = (error: unknown): void => {
      locals[RENDERING] = undefined
      reject(error)
    }
    try {
      const returned = response.render(name, options, (error, html) => {
        if (error) return fail(error)
        locals[RENDERING] = undefined
        resolve(html ?? "")
      })
      // Where something asynchronous is around it, nobody else would hear that it failed.
      if (returned !== undefined) Promise.resolve(returned).catch(fail)
    } catch (error) {
      fail(error)
    }
  })
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
  return {
    request,
    giveBack() {
      request.next = next
      if (send === undefined) Reflect.deleteProperty(response, "send")
      else Object.defineProperty(response, "send", send)
    },
  }
}

/** Where Express looks a template up: below all that is put around `res.render`, also what was kept of it before. */
function letStandInsIn(app: ExpressApp): void {
  if (open.has(app)) return
  open.add(app)
  const render = app.render
  app.render = function (this: ExpressApp, name, options, callback) {
    const given = (typeof options === "object" ? options : {}) as { readonly _locals?: Locals } & Record<
      string,
      unknown
    >
    const instead = given._locals?.[RENDERING]?.standIn(name, given)
    if (instead === undefined) return render.call(this, name, options, callback)
    void settle(instead, given, callback)
  }
}

async function settle(standIn: StandIn, options: Record<string, unknown>, callback: RenderCallback): Promise<void> {
  let html: string
  try {
    html = await standIn(options)
  } catch (error) {
    callback(error)
    return
  }
  callback(null, html)
}
