/** The forms that `class` and `style` take beside a text: lists and records, in holes and in records of attributes. */

import type { SafeUrl } from "../../html/text/safe-url.js"
import { Commands } from "./commands.js"
import { Html, List } from "./values.js"

/** What an attribute may be made of: text, nothing or HTML; for `class` and `style` also {@link ClassValue}, {@link StyleValue}. */
export type AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Html
  | SafeUrl
  | Commands
  | readonly ClassValue[]
  | StyleValue

/** Names of classes: texts, lists of these, and records whose names count while their value is truthy. */
export type ClassValue = string | number | bigint | boolean | null | undefined | readonly ClassValue[] | ClassRecord

/** Names of classes, each with whether it is given. */
export interface ClassRecord {
  readonly [name: string]: string | number | bigint | boolean | null | undefined
}

/** Declarations by property: `{ color: "red", "--gap": 4, marginTop: "1em" }`. What is nothing is left out. */
export interface StyleValue {
  readonly [property: string]: string | number | bigint | boolean | null | undefined
}

/** The text of an attribute that takes more forms than text; undefined if it has no such form. */
export function structuredText(name: string, value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !isPlain(value)) return undefined
  const lower = name.toLowerCase()
  if (lower === "class") return classText(value)
  return lower === "style" && !Array.isArray(value) ? styleText(value) : undefined
}

/** True for a value that leaves the attribute out. */
export function isAbsent(value: unknown): boolean {
  return value === false || value === null || value === undefined
}

/** True for a record of attributes, as it may stand between those of a tag. */
export function isAttributeRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  return !(value instanceof Html) && !(value instanceof List) && !(value instanceof Commands)
}

/** True for a value that adds something to an attribute of its tag. */
export function isMergeable(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== true && value !== ""
}

function classText(value: unknown): string | undefined {
  if (value === null || value === undefined || typeof value === "boolean") return ""
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return String(value)
  if (typeof value !== "object" || !isPlain(value)) return undefined
  const parts = Array.isArray(value)
    ? value.map(classText)
    : Object.keys(value).filter((name) => Boolean((value as Record<string, unknown>)[name]))
  return parts.includes(undefined) ? undefined : parts.filter((part) => part !== "").join(" ")
}

/** What a text in quotes or parentheses holds cannot end a declaration. */
const GUARDED = /"[^"]*"|'[^']*'|\([^()]*\)/g

function styleText(value: object): string | undefined {
  const parts: string[] = []
  for (const [property, own] of Object.entries(value) as [string, unknown][]) {
    if (own === null || own === undefined || own === "" || typeof own === "boolean") continue
    if (typeof own !== "string" && typeof own !== "number" && typeof own !== "bigint") return undefined
    const text = String(own)
    // A value may not bring declarations of its own, nor a name.
    if (/[;{}]/.test(text.replace(GUARDED, "")) || !/^-{0,2}[a-zA-Z][\w-]*$/.test(property)) return undefined
    parts.push(`${property.startsWith("--") ? property : hyphenated(property)}: ${text}`)
  }
  return parts.join("; ")
}

function hyphenated(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** True for lists and plain records, which have no text of their own. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
