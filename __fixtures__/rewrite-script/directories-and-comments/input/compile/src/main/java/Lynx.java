class Lynx {}
