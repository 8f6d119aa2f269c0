/**
 * The app's own session type, in a file of its own: `src/index.ts` hands it on with `export *`, the only form of
 * re-export through which `declare module "livemount"` can merge into it.
 */

/**
 * What the views get to know of the host's session: what the option `session(request)` returns. Add your fields:
 *
 * @example
 * ```ts
 * declare module "livemount" {
 *   interface Session { userId?: string }
 * }
 * ```
 */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface Session {}
