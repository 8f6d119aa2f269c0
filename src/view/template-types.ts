/**
 * The app's own filters and globals of its templates, as types, for `livemount check`. In a file of its own, as the
 * session's type is, so that `declare module "livemount"` can merge into it.
 */

/**
 * Filters that the app adds with `environment.addFilter`: the value that is filtered is the first parameter. What is not
 * named here takes and gives anything.
 *
 * @example
 * ```ts
 * declare module "livemount" {
 *   interface TemplateFilters { money(cents: number, currency?: string): string }
 * }
 * ```
 */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface TemplateFilters {}

/**
 * Globals that the app adds with `environment.addGlobal`. What is not named here may be anything.
 *
 * @example
 * ```ts
 * declare module "livemount" {
 *   interface TemplateGlobals { site: { name: string }; today(): Date }
 * }
 * ```
 */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface TemplateGlobals {}
