document.title = 'board'
