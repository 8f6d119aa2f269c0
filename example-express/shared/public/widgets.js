/*
 * The film club's own widgets, written long before livemount: they wrap nodes, add classes and buttons, and reorder rows.
 */
;(function () {
  "use strict"

  // $(".name").each(function (element) {…}): as much of the usual library as this page ever needed.
  function $(selector, root) {
    var found = Array.prototype.slice.call((root || document).querySelectorAll(selector))
    return {
      each: function (run) {
        found.forEach(run)
        return this
      },
    }
  }

  function wrapContents(parent, first, className) {
    var wrapper = document.createElement("div")
    wrapper.className = className
    while (first) {
      var next = first.nextSibling
      wrapper.appendChild(first)
      first = next
    }
    parent.appendChild(wrapper)
    return wrapper
  }

  function accordion(container) {
    container.classList.add("accordion-ready")
    $(":scope > section", container).each(function (section, index) {
      var heading = section.querySelector("h2")
      var panel = wrapContents(section, heading.nextSibling, "accordion-panel")
      var button = document.createElement("button")
      panel.id = "panel-" + index
      button.type = "button"
      button.className = "accordion-button"
      button.setAttribute("aria-controls", panel.id)
      while (heading.firstChild) button.appendChild(heading.firstChild)
      heading.appendChild(button)
      function show(open) {
        button.setAttribute("aria-expanded", String(open))
        panel.hidden = !open
      }
      button.addEventListener("click", function () {
        show(panel.hidden)
      })
      show(index < 2)
    })
  }

  function sortable(table) {
    table.classList.add("sortable-ready")
    $("thead th", table).each(function (header, column) {
      var button = document.createElement("button")
      button.type = "button"
      button.className = "sort"
      while (header.firstChild) button.appendChild(header.firstChild)
      header.appendChild(button)
      header.setAttribute("aria-sort", "none")
      button.addEventListener("click", function () {
        var order = header.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending"
        $("thead th", table).each(function (other) {
          other.setAttribute("aria-sort", "none")
        })
        header.setAttribute("aria-sort", order)
        var body = table.tBodies[0]
        var rows = Array.prototype.slice.call(body.rows)
        rows.sort(function (a, b) {
          var compared = a.cells[column].textContent.localeCompare(b.cells[column].textContent, "en", { numeric: true })
          return order === "ascending" ? compared : -compared
        })
        rows.forEach(function (row) {
          body.appendChild(row)
        })
      })
    })
  }

  // Marks what was pressed, with a class and a node of its own inside the button.
  function ripple(event) {
    var button = event.target.closest && event.target.closest(".button")
    if (!button) return
    var dot = document.createElement("span")
    dot.className = "ripple"
    dot.setAttribute("aria-hidden", "true")
    button.classList.add("pressed")
    button.appendChild(dot)
    dot.addEventListener("animationend", function () {
      dot.remove()
    })
  }

  $("[data-accordion]").each(accordion)
  $("[data-sortable]").each(sortable)
  document.addEventListener("click", ripple)
})()
