/** Renders views whose template belongs to an engine that only gives HTML (EJS, Pug, …): one region. */

import { isLiveError, LiveError } from "../errors/live-error.js"
import { isError, messageOf } from "../errors/thrown.js"
import type { Renderer } from "./renderer.js"
import { makeTemplate } from "./template/make-template.js"
import { registerTemplate } from "./template/template-registry.js"
import { Region, type Rendered } from "./values/values.js"

const wholeView = registerTemplate(
  makeTemplate({ statics: ["", ""], kinds: ["region"], namespace: "html", source: "another engine's template" }),
)

/**
 * A renderer whose whole HTML is one region: the difference is found in the text.
 *
 * @param render - Gives the HTML. Renders reject with LV_ENGINE_RESULT if it gives anything else, and with
 *   LV_TEMPLATE_RENDER for an exception that does not name the template.
 * @param name - The template's name, for messages.
 */
export function regionRenderer(render: (assigns: object) => Promise<string>, name: string): Renderer {
  return {
    async render(assigns, _changes, previous): Promise<Rendered> {
      const html = await attempt(render, assigns, name)
      if (typeof html !== "string") throw new LiveError("LV_ENGINE_RESULT", { template: name, got: typeof html })
      const before = previous?.[0] === wholeView ? previous[1] : undefined
      return before instanceof Region && before.html === html ? (previous as Rendered) : [wholeView, new Region(html)]
    },
  }
}

async function attempt(render: (assigns: object) => Promise<string>, assigns: object, name: string): Promise<unknown> {
  try {
    return await render(assigns)
  } catch (error) {
    // Some engines do not say which template it was.
    const problem = messageOf(error)
    if (!isError(error) || isLiveError(error) || problem.includes(name)) throw error
    throw new LiveError("LV_TEMPLATE_RENDER", { place: name, problem }, { cause: error })
  }
}
