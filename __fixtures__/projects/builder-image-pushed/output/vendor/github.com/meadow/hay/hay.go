package hay

const Bales = 12
