module example.org/fieldfare
