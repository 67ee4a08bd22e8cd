puts 'forum'
