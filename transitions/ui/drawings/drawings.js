// Drawings side by side, each with its title and words.

export default function show({ data, parentElement }) {
  const list = parentElement.querySelector("ul");
  list.replaceChildren(
    ...data.map(({ svg, title, words }) => {
      const item = document.createElement("li");
      item.innerHTML = svg;
      for (const [tag, text] of [["strong", title], ["span", words]]) {
        if (!text) continue;
        const line = document.createElement(tag);
        line.textContent = text;
        item.append(line);
      }
      return item;
    }),
  );
}
