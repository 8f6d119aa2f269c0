/** What comes of rendering a layout, which may be meant otherwise than it was rendered. */

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

/** One page, and the view in it. */
export function isWhole(page: string, { content }: Locals): boolean {
  return page.includes(content) && (page.match(/<html[\s>]/gi)?.length ?? 0) <= 1
}
