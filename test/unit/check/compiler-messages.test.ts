import { readMessages } from "../../../src/check/explain/compiler-messages.js"

it("the compiler's messages are read with their places and details", () => {
  const output = [
    "a/b.ts(3,7): error TS2339: Property 'x' does not exist on type 'A | B'.",
    "  Property 'x' does not exist on type 'B'.",
    "error TS5023: Unknown compiler option 'y'.",
    "",
  ].join("\r\n")
  expect(readMessages(output, "/app")).toEqual([
    {
      file: "/app/a/b.ts",
      line: 2,
      column: 6,
      code: 2339,
      text: "Property 'x' does not exist on type 'A | B'.",
      details: ["Property 'x' does not exist on type 'B'."],
    },
    { file: undefined, line: 0, column: 0, code: 5023, text: "Unknown compiler option 'y'.", details: [] },
  ])
})
