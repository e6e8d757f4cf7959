// One press of Back leaves a page. Streamlit adds an entry to the history for every change of the address, also for
// one within a page, and for the query of a page that is only about to be opened.
(() => {
  const PAGE_FOLLOWS_MS = 2000;
  const push = history.pushState.bind(history);
  let before = null;
  history.pushState = (state, title, url) => {
    const to = new URL(url ?? location.href, location.href);
    if (to.pathname === location.pathname) {
      before = { href: location.href, state: history.state, search: to.search, at: performance.now() };
      history.replaceState(state, title, url);
      return;
    }
    if (before && before.search === to.search && performance.now() - before.at < PAGE_FOLLOWS_MS) {
      history.replaceState(before.state, "", before.href);
    }
    before = null;
    push(state, title, url);
  };
})();
