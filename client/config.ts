/**
 * What the client is told about its server: by the script tag the middleware writes, or by the page's own code.
 */
import { type ClientConfig, CONFIG_ATTRIBUTE } from "../src/protocol/markup.js"
import { findInPage } from "./dom/nodes/members.js"

const DEFAULTS: ClientConfig = { socket: "/live/socket", namespace: "/live/", prefix: "live-", development: false }

/** Reads the configuration from the script tag, which no author of mere content can write; defaults for what it does not say. */
export function readConfig(): ClientConfig {
  const text = findInPage(`script[${CONFIG_ATTRIBUTE}]`)?.getAttribute(CONFIG_ATTRIBUTE)
  return { ...DEFAULTS, ...(text ? (JSON.parse(text) as Partial<ClientConfig>) : {}) }
}

/** True if the tag of a script says that the client is started by hand. No author of mere content can write one. */
export function startsByHand(): boolean {
  return findInPage('script[data-live-start="manual"]') !== null
}
