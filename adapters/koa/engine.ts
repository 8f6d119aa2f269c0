/** The template engine that an app has put into Koa's contexts, as livemount has it render. */

import type { HostEngine } from "../../src/server/adapter-kit.js"
import type { FullContext } from "./types.js"

/** As the app renders a layout for one request; undefined: it has no engine. */
export function requestEngine(context: FullContext): HostEngine | undefined {
  if (typeof context.render !== "function") return undefined
  return {
    claims: () => "unknown",
    // Most engines add the state by themselves, but nothing says that they must.
    render: (name, locals) => render(context, name, { ...context.state, ...locals }),
  }
}

/** Some engines return the HTML, others make it the body. */
async function render(context: FullContext, name: string, locals: object): Promise<string> {
  const html = await context.render?.(name, locals)
  return typeof html === "string" ? html : String(context.body)
}
