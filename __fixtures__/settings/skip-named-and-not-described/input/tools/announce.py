#!/usr/bin/env python3
print('told the channel')
