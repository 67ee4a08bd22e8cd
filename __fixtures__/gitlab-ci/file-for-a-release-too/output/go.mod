module example.org/crossbill
