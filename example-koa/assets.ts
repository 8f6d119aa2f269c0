/** Serves the few files of the examples' style: their names are known, so no path comes from outside. */

import { readdirSync, readFileSync } from "node:fs"
import { extname, join } from "node:path"
import type { Middleware } from "koa"
import { assetsFolder } from "../example-express/shared/paths.js"

/** Middleware that answers for the files under a path. */
export function serveAssets(path: string): Middleware {
  const names = readdirSync(assetsFolder)
  const files = new Map(names.map((name) => [path + name, readFileSync(join(assetsFolder, name))]))
  return async (ctx, next) => {
    const content = ctx.method === "GET" || ctx.method === "HEAD" ? files.get(ctx.path) : undefined
    if (content === undefined) return next()
    ctx.type = extname(ctx.path)
    ctx.body = content
  }
}
