require('node:fs').writeFileSync('pwned', '')
