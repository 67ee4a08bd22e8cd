console.log('poll');
