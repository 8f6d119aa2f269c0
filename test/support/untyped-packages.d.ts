/** Packages without types: what the tests use of them. */

/** Express 4 stands under a name of its own; what the tests use of it is typed as in Express 5. */
declare module "express4" {
  import express from "express"
  export default express
}

/** Koa 2 likewise. */
declare module "koa2" {
  import Koa from "koa"
  export default Koa
}

declare module "compression" {
  import type { RequestHandler } from "express"
  export default function compression(options?: { readonly threshold?: number }): RequestHandler
}

declare module "ejs" {
  export function renderFile(
    path: string,
    values: object,
    done?: (error: unknown, html?: string) => void,
  ): Promise<string>
  const ejs: { readonly renderFile: typeof renderFile }
  export default ejs
}

declare module "hbs" {
  const hbs: {
    readonly handlebars: { compile(source: string): (locals: object) => string }
    readonly __express: (path: string, locals: object, done: (error: unknown, html?: string) => void) => void
  }
  export default hbs
}

declare module "pug" {
  const pug: { renderFile(path: string, locals: object): string }
  export default pug
}

declare module "express-ejs-layouts" {
  const layouts: (request: unknown, response: unknown, next: (error?: unknown) => void) => void
  export default layouts
}
