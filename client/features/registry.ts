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
}

export interface Feature {
  readonly triggers: Triggers
  load(): Promise<unknown>
}

export type FeatureTable = Readonly<Record<string, Feature>>

/** The features of a table by their names, each as it is loaded. */
export type FeaturesOf<T extends FeatureTable> = {
  readonly [Name in keyof T]: Lazy<Awaited<ReturnType<T[Name]["load"]>>>
}

export class Registry<T extends FeatureTable> {
  readonly features: FeaturesOf<T>
  readonly #table: T

  constructor(table: T) {
    this.#table = table
    this.features = Object.fromEntries(
      Object.entries(table).map(([name, feature]) => [name, new Lazy(() => feature.load())]),
    ) as unknown as FeaturesOf<T>
  }

  /** The page begins to connect. */
  pageConnects(isDevelopment: boolean): void {
    this.#want(({ connects, develops, attributes }) => {
      return connects || (isDevelopment && develops) || attributes?.some((name) => findInPage(`[${name}]`) !== null)
    })
  }

  /** The text of a template has come. */
  templateArrived(text: string): void {
    this.#want(({ attributes }) => attributes?.some((name) => text.includes(name)))
  }

  #want(triggers: (by: Triggers) => boolean | undefined): void {
    for (const [name, feature] of Object.entries(this.#table)) {
      if (triggers(feature.triggers)) this.features[name]?.want()
    }
  }
}
