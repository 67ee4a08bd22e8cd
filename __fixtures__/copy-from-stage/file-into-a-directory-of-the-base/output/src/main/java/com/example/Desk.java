package com.example;

class Desk {}
