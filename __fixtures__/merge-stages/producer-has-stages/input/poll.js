console.log('who votes?')
