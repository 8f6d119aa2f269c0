import fc from "fast-check"
import { type DefaultTreeAdapterTypes, parseFragment, type Token, Tokenizer, TokenizerMode } from "parse5"
import type { TagListener } from "../../../src/html/tokenizer/state-table.js"
import { feed, step } from "../../../src/html/tokenizer/tokenizer.js"
import { initialState, Mode, type TokenizerState } from "../../../src/html/tokenizer/tokenizer-state.js"

const raw: Readonly<Record<string, number>> = {
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
  style: TokenizerMode.RAWTEXT,
  xmp: TokenizerMode.RAWTEXT,
  script: TokenizerMode.SCRIPT_DATA,
}

/** Start and end tags as parse5's tokenizer finds them, outside of svg and math. */
function tagsOfParse5(text: string): string[] {
  const tags: string[] = []
  const ignore = (): void => {}
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: false },
    {
      onStartTag(token: Token.TagToken) {
        const attributes = token.attrs.map(({ name, value }) => `${name}=${value}`)
        tags.push(`<${token.tagName} ${attributes.join(" ")}${token.selfClosing ? "/" : ""}>`)
        const mode = raw[token.tagName]
        if (mode !== undefined) tokenizer.state = mode as typeof tokenizer.state
        tokenizer.lastStartTagName = token.tagName
      },
      onEndTag: (token: Token.TagToken) => void tags.push(`</${token.tagName}>`),
      onComment: ignore,
      onDoctype: ignore,
      onEof: ignore,
      onCharacter: ignore,
      onNullCharacter: ignore,
      onWhitespaceCharacter: ignore,
      onParseError: null,
    },
  )
  tokenizer.write(text, true)
  return tags
}

function ownTags(parts: readonly string[]): string[] {
  const tags: string[] = []
  const listener: TagListener = {
    startTag(name, attributes, selfClosing) {
      const found: string[] = []
      for (let node = attributes; node !== null; node = node.previous) found.unshift(`${node.name}=${node.value}`)
      const names = new Set<string>()
      const first = found.filter((text) => {
        const name = text.slice(0, text.indexOf("=", 1))
        return names.has(name) ? false : names.add(name)
      })
      tags.push(`<${name} ${first.join(" ")}${selfClosing ? "/" : ""}>`)
    },
    endTag: (name) => void tags.push(`</${name}>`),
  }
  const state = initialState()
  for (const part of parts) feed(state, part, listener)
  return tags
}

const pieces = fc.constantFrom(
  ..."<div <p> </p> </div> <b a=1> <a href='x'> <i class=\"y\"> <br/> <script> </script> <style> </style> <textarea> </textarea> <title> </title> <xmp> </xmp> <!-- --> <!--> <!---> --!> <!doctype html> <!x> <? </ <  > / = ' \" - -- <! </script <script <!--<script> </SCRIPT > </scriptx> <TEXTAREA> ]]> <![CDATA[".split(
    " ",
  ),
  " ",
  "a",
  "x=",
  "\n",
  "<",
  "</",
)
const chunks = fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 12 })

/** Text that the two do not normalise alike, which has nothing to do with tags. */
const plain = (text: string): string => text.replaceAll(/[\r\0&\uFDD0-\uFDEF]/g, "").replaceAll(/[^\x20-\x7E\n]/g, "")

/** A point without the identities of its objects. */
function pointOf(state: TokenizerState): string {
  return JSON.stringify({ ...state, tagIdentity: state.tagIdentity !== null })
}

describe("the tokenizer", () => {
  test("finds the tags that parse5 finds, wherever the text is cut", () => {
    fc.assert(
      fc.property(chunks, (parts) => {
        const clean = parts.map(plain)
        expect(ownTags(clean)).toEqual(tagsOfParse5(clean.join("")))
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 2000) },
    )
  })

  test("reads whole texts as it reads letter by letter", () => {
    fc.assert(
      fc.property(chunks, (parts) => {
        const text = parts.join("")
        const whole = feed(initialState(), text)
        const stepped = initialState()
        for (const letter of text.split("")) step(stepped, letter)
        expect(pointOf(whole)).toEqual(pointOf(stepped))
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 2000) },
    )
  })

  const places: readonly [source: string, mode: number, open: string][] = [
    ["<p>", Mode.data, "p"],
    ["<p><div>", Mode.data, "div"],
    ["<ul><li>a<li>b", Mode.data, "ul li"],
    ["<ul><li><ul><li>", Mode.data, "ul li ul li"],
    ["<select><option>a<option>", Mode.data, "select option"],
    ["<table><tr><td>", Mode.data, "table tbody tr td"],
    ["<table><tbody><tr><td>a<tr>", Mode.data, "table tbody tr"],
    ["<table><thead><tr><th>a<tbody>", Mode.data, "table tbody"],
    ["<dl><dt>a<dd>", Mode.data, "dl dd"],
    ["<p><b>a</p>", Mode.data, ""],
    ["<a>x<a>", Mode.data, "a"],
    ["<h1>a<h2>", Mode.data, "h2"],
    ["<h1>a</h2>", Mode.data, ""],
    ["<form><form>", Mode.data, "form"],
    ["<br><img><input>", Mode.data, ""],
    ["<div/>", Mode.data, "div"],
    ["<svg><g/><path>", Mode.data, "svg path"],
    ["<svg><title>", Mode.data, "svg title"],
    ["<svg><style>", Mode.data, "svg style"],
    ["<svg><foreignObject><style>", Mode.raw, "svg foreignobject style"],
    ["<svg><desc><p>", Mode.data, "svg desc p"],
    ["<svg><g><p>", Mode.data, "p"],
    ["<math><mi><b>", Mode.data, "math mi b"],
    ["<svg><![CDATA[ > ", Mode.cdata, "svg"],
    ["<![CDATA[ > ", Mode.data, ""],
    ["<!-- a > b ", Mode.comment, ""],
    ["<!-->", Mode.data, ""],
    ["<title><b>", Mode.raw, "title"],
    ["<script>a<!--<script></script>", Mode.escaped, "script"],
    ["<script>a<!--<script></script>--></script>", Mode.data, ""],
    ["<textarea></textareax></textarea>", Mode.data, ""],
    ["<template><tr><td>", Mode.data, "template tr td"],
    ["<plaintext></plaintext>", Mode.plaintext, "plaintext"],
    ["<button><p><button>", Mode.data, "button"],
    ["<p><table>", Mode.data, "table"],
    ["<p><object><p>", Mode.data, "p object p"],
    ["<ruby>a<rt>b<rp>", Mode.data, "ruby rp"],
  ]
  test.each(places)("knows where %s ends", (source, mode, open) => {
    for (let cut = 0; cut <= source.length; cut++) {
      const state = feed(feed(initialState(), source.slice(0, cut)), source.slice(cut))
      const names: string[] = []
      for (let node = state.open; node.parent !== null; node = node.parent) names.unshift(node.name)
      expect([state.mode, names.join(" ")]).toEqual([mode, open])
    }
  })

  /** Names of the elements that parse5 has open at the end, by where it puts a mark. */
  function openInParse5(source: string): string {
    const fragment = parseFragment(`${source}<mark-here>`)
    const find = (node: DefaultTreeAdapterTypes.Node, above: readonly string[]): readonly string[] | undefined => {
      if (node.nodeName === "mark-here") return above
      const children =
        "content" in node
          ? (node.content as DefaultTreeAdapterTypes.DocumentFragment).childNodes
          : "childNodes" in node
            ? node.childNodes
            : []
      for (const child of children) {
        const found = find(child, node.nodeName.startsWith("#") ? above : [...above, node.nodeName.toLowerCase()])
        if (found !== undefined) return found
      }
      return undefined
    }
    return (find(fragment, []) ?? []).join(" ")
  }

  test("has the elements open that parse5's tree has, where tags are nested as HTML wants it", () => {
    const nested = fc.array(
      fc.oneof(
        {
          weight: 3,
          arbitrary: fc.constantFrom(
            "div",
            "section",
            "p",
            "ul",
            "li",
            "span",
            "dl",
            "dt",
            "dd",
            "h1",
            "h2",
            "svg",
            "g",
            "foreignObject",
          ),
        },
        { weight: 1, arbitrary: fc.constant("/") },
      ),
      { maxLength: 9 },
    )
    fc.assert(
      fc.property(nested, (steps) => {
        let source = ""
        const state = initialState()
        for (const step of steps) {
          const text = step === "/" ? (state.open.name === "" ? "" : `</${state.open.name}>`) : `<${step}>`
          source += text
          feed(state, text)
        }
        const names: string[] = []
        for (let node = state.open; node.parent !== null; node = node.parent) names.unshift(node.name)
        expect(names.join(" ")).toBe(openInParse5(source))
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 1000) },
    )
  })
})

test("formatting elements that nobody closes are not opened again in ever greater number", () => {
  const state = feed(initialState(), "<p><b><i>x".repeat(300))
  let depth = 0
  for (let node = state.open.parent; node !== null; node = node.parent) depth++
  expect(state.pending.length).toBeLessThanOrEqual(60)
  expect(depth).toBeLessThan(100)
})
