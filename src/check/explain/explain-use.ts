/** What an error at a use of a component means: an attribute, a slot's attribute, or what a slot hands to its content. */

import { closest } from "../../util/closest.js"
import { meant } from "../sources/problem.js"
import type { CompilerMessage } from "./compiler-messages.js"
import type { Explanation } from "./explanation.js"

/** A property of an object literal that its type does not have. */
export const NOT_A_MEMBER: ReadonlySet<number> = new Set([2353, 2561])
const NOT_GIVEN: ReadonlySet<number> = new Set([2741, 2739, 2740])
/** A value of another type; with the second, TypeScript knows a literal of nearly that text. */
const OTHER_TYPE: ReadonlySet<number> = new Set([2322, 2820, 2375, 2412])

/** An error at the name of an attribute; `subject` says of which: `attribute "size" of the component "badge"`. */
export function explainAttribute(message: CompilerMessage, subject: string): Explanation | undefined {
  const { code, text } = message
  if (NOT_A_MEMBER.has(code)) {
    const [, name = "", owner = ""] = /^attribute "(.*?)" of the (.*)$/.exec(subject) ?? []
    const suggestion = suggestedName(text) ?? closest(name, membersIn(text))
    const problem = `The ${owner} has no attribute "${name}".${meant(suggestion)}`
    return { rule: "unknown-attribute", message: problem, ...(suggestion === undefined ? {} : { suggestion }) }
  }
  return OTHER_TYPE.has(code) ? explainValue(message, subject) : undefined
}

/** An error at a slot: attributes that are missing, or a `let` without anything to name. */
export function explainSlot({ code, text, details }: CompilerMessage, subject: string): Explanation | undefined {
  if (NOT_GIVEN.has(code)) {
    const names = missingIn(text)
    const needs = names.length === 1 ? `the attribute ${names[0]}` : `the attributes ${names.join(", ")}`
    return { rule: "type", message: `The ${subject} needs ${needs}.` }
  }
  if (!OTHER_TYPE.has(code)) return undefined
  // The content is written as a function because of its `let`.
  if (/^Type '\(.*\) => any' is not assignable/.test(text)) {
    return {
      rule: "type",
      message: `The ${subject} hands nothing to its content, so there is nothing for \`let\` to name.`,
    }
  }
  return { rule: "type", message: `The ${subject} does not fit: ${[text, ...details].join(" ")}` }
}

/** An error at a use as a whole, such as a record of attributes that does not fit. */
export function explainComponent({ text, details }: CompilerMessage, subject: string): Explanation {
  const why = details.length > 0 ? details : [text]
  return { rule: "type", message: `This use of the ${subject} does not fit its declaration: ${why.join(" ")}` }
}

function explainValue({ text, details }: CompilerMessage, subject: string): Explanation | undefined {
  const [, given = "", wanted = ""] = /^Type '(.*?)' is not assignable to type '(.*?)'(?:\.| with )/.exec(text) ?? []
  if (given === "") return { rule: "type", message: `The ${subject} does not fit: ${[text, ...details].join(" ")}` }
  const fitting = wanted.split(" | ")
  const whatIsWanted = shortened(fitting.filter((type) => type !== "undefined" && type !== "null").join(" | "))
  const surplus = given.split(" | ").filter((type) => !fitting.includes(type))
  // Two types of one name: that of a module, and its copy's.
  if (surplus.length === 0) return undefined
  if (surplus.every((type) => type === "undefined" || type === "null")) {
    return { rule: "type", message: `The ${subject} may be ${surplus.join(" or ")}; it has to be ${whatIsWanted}.` }
  }
  const suggestion = closestText(given, wanted)
  // Of values with many members the explanation says which is wrong.
  const why = details.some((detail) => /propert/i.test(detail)) ? ` ${details.join(" ")}` : ""
  const is = given.startsWith('"') ? "is" : "is of the type"
  return {
    rule: "type",
    message: `The ${subject} ${is} ${shortened(given)}; it has to be ${whatIsWanted}.${meant(suggestion)}${why}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  }
}

const MOST_LETTERS = 80

/** A type as it is told: those that libraries infer are longer than a sentence may be. */
export function shortened(type: string): string {
  return type.length > MOST_LETTERS ? `${type.slice(0, MOST_LETTERS)}…` : type
}

function closestText(given: string, wanted: string): string | undefined {
  const text = /^"([^"]*)"$/.exec(given)?.[1]
  if (text === undefined) return undefined
  return closest(
    text,
    [...wanted.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? ""),
  )
}

function suggestedName(text: string): string | undefined {
  return /Did you mean to write '([^']+)'\?/.exec(text)?.[1]?.replaceAll('"', "")
}

/** The names of the members of the type that TypeScript shows. */
function membersIn(text: string): string[] {
  return [...text.matchAll(/[{;&] (?:readonly )?"?([\w-]+)"?\??:/g)].map((match) => match[1] ?? "")
}

function missingIn(text: string): string[] {
  const one = /^Property '(.*?)' is missing/.exec(text)?.[1]
  const names =
    one === undefined ? (/properties from type '.*?': (.*?)(?:, and \d+ more)?\.?$/.exec(text)?.[1] ?? "") : one
  return names.split(", ").map((name) => `"${name.replaceAll('"', "")}"`)
}
