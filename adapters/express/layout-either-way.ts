/**
 * Renders a layout of which is not known yet whether it is a page that prints `content`, or the layout that an app has for
 * its other pages, which prints `body`: tried as the one, then as the other, in a single pass through what the app has
 * around `res.render`. A second pass would find flash messages gone.
 */

import { type Attempt, attemptLayout, isWhole, type Locals, renderByEngine } from "./layout-attempt.js"
import type { StandIn } from "./part-rendering.js"
import { renderThrough } from "./render-through.js"
import type { ExpressApp, ExpressResponse } from "./types.js"

/** What came of it. */
export interface EitherWay {
  readonly page: string
  /** It is the app's own layout. */
  readonly isOwn: boolean
  /** It is a page as its template says it, which nothing has laid out, sent or changed. */
  readonly isBare: boolean
}

/** Renders a template by the app's engine, with nothing around it. */
type Engine = (options: object) => Promise<string>

/** Renders a layout by the app's engine, as whichever of the two it is. */
export async function renderEitherWay(
  app: ExpressApp,
  response: ExpressResponse,
  name: string,
  locals: Locals,
): Promise<EitherWay> {
  const { content } = locals
  let isEngine = false
  const engine: Engine = async (options) => {
    isEngine = true
    try {
      return await renderByEngine(app, name, options)
    } finally {
      isEngine = false
    }
  }

  let seen: Readonly<Record<string, unknown>> = {}
  let asPage: Attempt | undefined
  let page: string | undefined
  const tryAsPage: StandIn = async (options) => {
    seen = options
    asPage = await attemptLayout(() => engine(options))
    if (isPage(asPage, locals)) page = asPage.page
    // If it is none, whatever lays pages out is given the view as the page.
    return page ?? content
  }
  let isSent = false
  const render = async (): Promise<string> => {
    const rendered = await renderThrough(response, name, { ...locals }, (asked, options) => {
      if (isEngine) return undefined
      if (asPage === undefined) return asked === name ? tryAsPage : undefined
      // Something lays the page out now.
      if (!printsView(options, content)) return undefined
      if (page === undefined) return engine
      const whole = page
      return isDocument(whole) ? () => whole : undefined
    })
    isSent = rendered.isSent
    return rendered.html
  }

  const laidOut = await attemptLayout(render)
  if (asPage === undefined || page !== undefined) {
    const made = pageOf(laidOut)
    return { page: made, isOwn: false, isBare: made === page && !isSent }
  }
  const nothingAround = "page" in laidOut && laidOut.page.trim() === content
  const own = nothingAround
    ? await attemptLayout(() => engine({ ...seen, ...locals, body: content, layout: false }))
    : laidOut
  if (isPage(own, locals)) return { page: own.page, isOwn: true, isBare: false }
  // Neither way: one that rendered lacks the view, which is told; else the first says what is wrong.
  return { page: pageOf("page" in own && !("page" in asPage) ? own : asPage), isOwn: false, isBare: false }
}

function isPage(made: Attempt, locals: Locals): made is { readonly page: string } {
  return "page" in made && isWhole(made.page, locals)
}

function isDocument(page: string): boolean {
  return /<html[\s>]/i.test(page)
}

/** Whether a template is given what has the view in it: under a name of its own, beside `content`. */
function printsView(options: Readonly<Record<string, unknown>>, content: string): boolean {
  return Object.entries(options).some(
    ([name, value]) => name !== "content" && typeof value === "string" && value.includes(content),
  )
}

function pageOf(made: Attempt): string {
  if ("page" in made) return made.page
  throw made.error
}
