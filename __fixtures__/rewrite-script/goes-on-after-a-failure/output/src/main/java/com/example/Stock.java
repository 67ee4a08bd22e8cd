package com.example;

class Stock {}
