/** What comes of rendering a layout, which may be meant otherwise than it was rendered. */

import type { ExpressApp } from "./types.js"

/** What a layout is rendered with. */
export interface Locals {
  /** A word that stands for the view. */
  readonly content: string
}

export type Attempt = { readonly page: string } | { readonly error: unknown }

/** Renders, and keeps what was thrown. */
export async function attemptLayout(render: () => Promise<string>): Promise<Attempt> {
  try {
    return { page: await render() }
  } catch (error) {
    return { error }
  }
}

/** What an engine has made, as text: some make buffers. */
export function engineText(made: unknown): string {
  return made === undefined || made === null ? "" : String(made)
}

/** Renders a template by the app's engine, with nothing around it. */
export function renderByEngine(app: ExpressApp, name: string, options: object): Promise<string> {
  return new Promise((resolve, reject) => {
    app.render(name, options, (error, html) => (error ? reject(error) : resolve(engineText(html))))
  })
}

/** One page, and the view in it. */
export function isWhole(page: string, { content }: Locals): boolean {
  return page.includes(content) && (page.match(/<html[\s>]/gi)?.length ?? 0) <= 1
}
