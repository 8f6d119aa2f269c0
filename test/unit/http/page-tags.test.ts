import { placeTags } from "../../../src/http/visit/page-tags.js"

describe("tags of a page that did not ask for them", () => {
  it.each([
    ["<body>x</body></html>", "<body>x[tags]</body></html>"],
    ["<BODY>x</BODY >", "<BODY>x[tags]</BODY >"],
    ["<pre></body></pre><p></p></body>\n", "<pre></body></pre><p></p>[tags]</body>\n"],
    ["<pre></body></pre></BODY >\n", "<pre></body></pre>[tags]</BODY >\n"],
    ["<pre></BODY\n></pre></body>", "<pre></BODY\n></pre>[tags]</body>"],
    ["<p>a fragment</p>", "<p>a fragment</p>[tags]"],
  ])("go before the last </body> of %j, else to the end", (page, placed) => {
    expect(placeTags(page, "[tags]")).toBe(placed)
  })

  it("leave the page as it is when there are none", () => {
    expect(placeTags("<body></body>", "")).toBe("<body></body>")
  })

  it("stand as they are, also with a dollar sign", () => {
    expect(placeTags("</body>", "$&")).toBe("$&</body>")
  })
})
