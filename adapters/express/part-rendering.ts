/** What is being rendered for a response as a part of a live page, in the locals of its request; and where it takes the place of the app's engine. */

import type { ExpressApp, ExpressResponse, RenderCallback } from "./types.js"

/** Renders a template in place of the app's engine, with the options that came down to it. */
export type StandIn = (options: Readonly<Record<string, unknown>>) => string | Promise<string>

/** What is being rendered for a response. */
export interface PartRendering {
  /** Asked at each template; what it returns is rendered instead. */
  readonly standIn: (name: string, options: Readonly<Record<string, unknown>>) => StandIn | undefined
  /**
   * So many of its templates are with the engine. Nothing of it is rendered or sent meanwhile, so what is, is somebody else's: the
   * answer of who has waited long enough.
   */
  running: number
}

/** In the locals of a request. */
export const RENDERING: unique symbol = Symbol("livemount rendering")

export type RenderingLocals = Record<string, unknown> & { [RENDERING]?: PartRendering | undefined }

/** Nothing takes the engine's place. */
export const NO_STAND_IN: Readonly<PartRendering> = Object.freeze({ standIn: () => undefined, running: 0 })

/** Apps whose `render` lets stand-ins take its place. */
const open = new WeakSet<ExpressApp>()

/** True where what `res.render` is asked for now is a part of a live page: what stands in it is filled when the page is whole. */
export function isRenderingPart(response: ExpressResponse): boolean {
  const rendering = (response.locals as RenderingLocals | undefined)?.[RENDERING]
  return rendering !== undefined && rendering.running <= 0
}

/** Where Express looks a template up: below all that is put around `res.render`, also what was kept of it before. */
export function letStandInsIn(app: ExpressApp): void {
  if (open.has(app)) return
  open.add(app)
  const render = app.render
  app.render = function (this: ExpressApp, name, options, callback) {
    const given = (typeof options === "object" ? options : {}) as { readonly _locals?: RenderingLocals } & Record<
      string,
      unknown
    >
    const rendering = given._locals?.[RENDERING]
    // Where nothing can take its place, nothing is counted either.
    if (rendering === undefined || rendering === NO_STAND_IN) return render.call(this, name, options, callback)
    const instead = rendering.standIn(name, given)
    rendering.running += 1
    const done: RenderCallback = (error, html) => {
      rendering.running -= 1
      callback(error, html)
    }
    if (instead === undefined) return render.call(this, name, options, done)
    void settle(instead, given, done)
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
