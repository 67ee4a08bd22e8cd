module example.org/curlew
