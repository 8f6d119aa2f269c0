/** The page around a live view: rendered by the host's own engine, by nunjucks, or the built-in one. */

import { LiveError } from "../errors/live-error.js"
import { escapeHtml } from "../html/text/escape.js"
import type { HostExchange } from "./host/host-exchange.js"
import type { LiveFunction } from "./live-function.js"

/** What a layout gets, beside what the host's templates see anyway. */
export interface LayoutLocals {
  /** Stands for the view's HTML. A word of letters, so it may be printed escaped or not. */
  readonly content: string
  readonly title: string
  readonly live: LiveFunction
}

/** Renders a template that is not a view: decided by its name who does. It sees what the host's templates see anyway. */
export interface TemplateRenderer {
  render(name: string, locals: object, exchange: HostExchange): Promise<string>
}

/** Chooses and renders layouts. */
export class LayoutRenderer {
  readonly #templates: TemplateRenderer
  readonly #layout: string | undefined

  /** @param layout - The one of views that name none; undefined is the built-in one. */
  constructor(templates: TemplateRenderer, layout: string | undefined) {
    this.#templates = templates
    this.#layout = layout
  }

  /**
   * Renders the page around a view.
   *
   * @param layout - What route and view ask for; `false` is none: the answer is the view alone.
   */
  async render(layout: string | false | undefined, locals: LayoutLocals, exchange: HostExchange): Promise<string> {
    const name = layout ?? this.#layout
    if (name === false) return locals.content
    if (name === undefined) return builtInLayout(locals)
    const html = await this.#templates.render(name, locals, exchange)
    if (!html.includes(locals.content)) throw new LiveError("LV_LAYOUT_WITHOUT_CONTENT", { layout: name })
    return html
  }
}

function builtInLayout({ content, title, live }: LayoutLocals): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${live.head()}
</head>
<body>
${content}
${live.scripts()}
</body>
</html>
`
}
