/** nunjucks' own filters and globals, and the TypeScript declarations that the generated code stands on. */

import { type Environment, NunjucksEnvironment } from "../../nunjucks/internals/internals.js"

const TEXT_FILTERS =
  "capitalize center dump escape e safe forceescape indent join lower nl2br replace string striptags title trim truncate upper urlencode urlize"
const NUMBER_FILTERS = "abs float int length round sum wordcount"
const ITEM_FILTERS = "first last random"
const LIST_FILTERS = "list reject rejectattr reverse select selectattr sort"
const GROUP_FILTERS = "batch slice"

const words = (list: string): string[] => list.split(" ")

/** Where an app's own types are declared. */
const PACKAGE = "livemount"

/** Filters that give a text. */
export const textFilters: ReadonlySet<string> = new Set(words(TEXT_FILTERS))

/** Filters of livemount. */
const OWN_FILTERS: ReadonlySet<string> = new Set(["json", "keyed", "safe_url"])

/** Filters with a declaration below. */
const declaredFilters: ReadonlySet<string> = new Set([
  ...[TEXT_FILTERS, NUMBER_FILTERS, ITEM_FILTERS, LIST_FILTERS, GROUP_FILTERS].flatMap(words),
  ..."default d dictsort groupby".split(" "),
  ...OWN_FILTERS,
])

/** Globals with a declaration below. */
const DECLARED_GLOBALS: ReadonlySet<string> = new Set(["range", "cycler", "joiner", "js"])

/** nunjucks as it is before an app adds to it. */
const plain = new NunjucksEnvironment([])

/** True for a filter with a declaration below: nunjucks' own, if the app has no other of that name, and livemount's. */
export function isBuiltinFilter(name: string, filter: unknown): boolean {
  return declaredFilters.has(name) && (OWN_FILTERS.has(name) || filter === plain.filters[name])
}

/** Code of a global: of nunjucks, of the app, or what livemount gives to all templates. Undefined: there is none. */
export function globalCode(name: string, { globals }: Environment): string | undefined {
  if (!(name in globals)) return name === "live" ? "__lm.live" : undefined
  return `__lm.global(${JSON.stringify(name)}, ${DECLARED_GLOBALS.has(name) ? `__lm.${name}` : "__lm.anything"})`
}

/** What a filter is called in the declarations. */
export function declaredFilter(name: string): string {
  return name === "default" || name === "d" ? "orElse" : name
}

const declareAll = (names: string, signature: string): string =>
  words(names)
    .map((name) => `    export function ${name}${signature}`)
    .join("\n")

/** The declarations, for a file of their own beside the generated code. */
export const declarations: string = `declare namespace __lm {
  export const anything: any
  export const regex: RegExp
  export const markup: string
  export interface Loop {
    readonly index: number
    readonly index0: number
    readonly revindex: number
    readonly revindex0: number
    readonly first: boolean
    readonly last: boolean
    readonly length: number
  }
  export const loop: Loop

  export function out(value: unknown): void
  export function loose(...values: unknown[]): any
  export function keywords(values: object): any
  // What a record that a template writes down does not have, it leaves out.
  export function record<T>(members: T): T & { readonly [name: string]: any }
  export function add<A, B>(one: A, other: B): 0 extends 1 & (A | B) ? any : Sum<A, B>
  export type Sum<A, B> = A extends string ? string : B extends string ? string
    : [A | B] extends [number | boolean | null | undefined] ? number : any
  export function text(...values: unknown[]): string
  export function number(...values: unknown[]): number
  export function contains(...values: unknown[]): boolean
  export function compare(...values: unknown[]): boolean
  export function test(...values: unknown[]): boolean

  export type Keys<T> = T extends unknown ? keyof T : never
  export function known<T>(assigns: T, isKnown: IsKnown<T>): void
  // \`Readonly<any>\` is an object that has everything.
  export type IsKnown<T> = 0 extends 1 & T ? false
    : string extends keyof T ? (0 extends 1 & T[keyof T] ? false : true)
    : true
  export function has<T>(target: T, key: Keys<NonNullable<T>>): void
  export function at<T, K>(target: T, key: K): At<NonNullable<T>, K>
  export type At<T, K> = T extends readonly (infer I)[]
    ? (K extends keyof T ? T[K] : I | undefined)
    : K extends keyof T ? T[K] : T extends { readonly [key: string]: infer V } ? V | undefined : any
  export function assignOr<A, K extends string, G>(assigns: A, key: K, otherwise: G): K extends keyof A ? A[K] : G
  export function initial<A, K extends string>(assigns: A, key: K): K extends keyof A ? A[K] : undefined
  export function optional<A, K extends string>(assigns: A, key: K): K extends keyof A ? A[K] : any

  export function component<C, S>(found: C, specified: S): 0 extends 1 & C ? S
    : C extends (...given: never[]) => unknown ? C : S
  export type Filters = import(${JSON.stringify(PACKAGE)}).TemplateFilters
  export function filter<N extends string>(name: N): N extends keyof Filters ? Filters[N] : (...values: any[]) => any
  export type Globals = import(${JSON.stringify(PACKAGE)}).TemplateGlobals
  export function global<N extends string, O>(name: N, otherwise: O): N extends keyof Globals ? Globals[N] : O
  export interface LiveFunction {
    (view: string, session?: object | null, ...options: any[]): string
    head(): string
    scripts(): string
  }
  export const live: LiveFunction

  export type Item<L> = 0 extends 1 & L
    ? any
    : L extends false | 0 | "" ? never
    : L extends string ? string
    : L extends Iterable<infer T> ? T
    : L extends ArrayLike<infer T> ? T
    : any
  export type Entry<L> = 0 extends 1 & L
    ? any
    : L extends false | 0 | "" ? never
    : L extends Iterable<infer T> ? (T extends readonly unknown[] ? T : any)
    : L extends object ? [string, L[keyof L]]
    : any
  export function each<const L>(list: L): Item<NonNullable<L>>[]
  export function entries<const L>(list: L): Entry<NonNullable<L>>[]

  export const js: import(${JSON.stringify(PACKAGE)}).Commands
  export function range(start: number, stop?: number, step?: number): number[]
  export function cycler<T>(...items: T[]): { readonly current: T | null; next(): T; reset(): void }
  export function joiner(separator?: string): () => string

  export namespace f {
${declareAll(TEXT_FILTERS, "(value: unknown, ...options: unknown[]): string")}
${declareAll(NUMBER_FILTERS, "(value: unknown, ...options: unknown[]): number")}
${declareAll(ITEM_FILTERS, "<L>(list: L): Item<NonNullable<L>> | undefined")}
${declareAll(LIST_FILTERS, "<L>(list: L, ...options: unknown[]): Item<NonNullable<L>>[]")}
${declareAll(GROUP_FILTERS, "<L>(list: L, size: unknown, fill?: unknown): Item<NonNullable<L>>[][]")}
    export function json(value: unknown, space?: string | number): string
    export function safe_url<T>(url: T): T
    export function keyed<L>(list: L, path: string): L
    export function groupby<L>(list: L, attribute: unknown): { [group: string]: Item<NonNullable<L>>[] }
    export function dictsort<T>(value: T, ...options: unknown[]): [string, NonNullable<T>[keyof NonNullable<T>]][]
    export function orElse<T, const D>(value: T, otherwise?: D, forFalse?: unknown): NonNullable<T> | D
  }
}
`
