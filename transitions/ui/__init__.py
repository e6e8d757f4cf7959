"""The review page: Home, Review, Rules, About and privacy. Shows what is stored; analyses nothing itself."""
