console.log("tulip")
