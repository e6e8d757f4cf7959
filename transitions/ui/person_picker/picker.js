// The people in view: each a button about their place in the picture.

function personButton(person, pick) {
  const button = document.createElement("button");
  button.type = "button";
  button.disabled = person.current;
  button.dataset.person = String(person.number);
  for (const side of ["left", "top", "width", "height"]) button.style[side] = `${100 * person[side]}%`;
  const label = document.createElement("span");
  label.textContent = person.current ? "Followed now" : `Person ${person.number}`;
  button.setAttribute("aria-label", person.label);
  button.classList.toggle("high", person.top < 0.1); // no room above: the label goes inside
  button.append(label);
  button.addEventListener("click", () => pick(person.number));
  return button;
}

function figure(picture, pick) {
  const made = document.createElement("figure");
  const image = document.createElement("img");
  image.alt = picture.alt;
  image.src = picture.src;
  made.append(image, ...picture.people.map((person) => personButton(person, pick)));
  return made;
}

export default function mount({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".tr-people");
  const pick = (number) => setTriggerValue("picked", { person: number });
  place.replaceChildren(...data.pictures.map((picture) => figure(picture, pick)));
}
