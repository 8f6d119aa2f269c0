/**
 * What is loaded when it is needed: a table of features, each with what brings it and how it is loaded. Whoever stands
 * below the features knows those it uses by ports of its own, and is handed them.
 */
import { findInPage } from "../dom/nodes/members.js"
import { Lazy } from "../util/lazy.js"

/** What brings a feature before anybody uses it. */
export interface Triggers {
  /** The page connects: what may be needed without a connection is loaded before there is one to lose. */
  readonly connects?: boolean
  /** The same, in development. */
  readonly develops?: boolean
  /** The page, or the text of a template, has one of these attributes. */
  readonly attributes?: readonly string[]
  /** The attributes, and development, count in a page without views, too. */
  readonly anywhere?: boolean
  /** The page has an element that one of these selectors finds. */
  readonly selectors?: readonly string[]
  /** The text of a template is of this form. */
  readonly text?: RegExp
}

export interface Feature<Part> extends Triggers {
  readonly load: () => Promise<Part>
}

/** By the names of the parts. */
export type FeatureTable<Parts> = { readonly [Name in keyof Parts]: Feature<Parts[Name]> }

/** Each part as it is loaded. */
export type Features<Parts> = { readonly [Name in keyof Parts]: Lazy<Parts[Name]> }

export class Registry<Parts> {
  readonly features: Features<Parts>
  readonly #table: readonly [name: string, feature: Feature<unknown>][]
  readonly #byAttribute = new Map<string, Pick<Lazy<unknown>, "want">>()

  constructor(table: FeatureTable<Parts>) {
    this.#table = Object.entries(table)
    this.features = Object.fromEntries(this.#table.map(([name, { load }]) => [name, new Lazy(load)])) as Features<Parts>
    for (const [name, { attributes = [] }] of this.#table) {
      for (const attribute of attributes) this.#byAttribute.set(attribute, this.features[name as keyof Parts])
    }
  }

  /** The page is there, whether or not it connects. */
  pageStarts(isDevelopment: boolean): void {
    this.#want(({ anywhere, attributes, develops }) => {
      return anywhere && (attributes?.some(isUsed) || (isDevelopment && develops))
    })
  }

  /** The page begins to connect. */
  pageConnects(isDevelopment: boolean): void {
    this.#want(({ connects, develops, attributes, selectors }) => {
      return connects || (isDevelopment && develops) || attributes?.some(isUsed) || selectors?.some(finds)
    })
  }

  /** The text of a template has come. */
  templateArrived(text: string): void {
    this.#want(({ attributes, text: form }) => attributes?.some((name) => text.includes(name)) || form?.test(text))
  }

  /** An element of a view has got an attribute by a value: it may stand in no text. */
  attributeCame(name: string): void {
    this.#byAttribute.get(name)?.want()
  }

  #want(isTriggered: (by: Triggers) => boolean | undefined): void {
    for (const [name, feature] of this.#table) {
      if (isTriggered(feature)) this.features[name as keyof Parts].want()
    }
  }
}

function isUsed(name: string): boolean {
  return finds(`[${name}]`)
}

/** Of one attribute each: browsers know at once that no element has it, and ask each of them about a list of selectors. */
function finds(selector: string): boolean {
  return findInPage(selector) !== null
}
