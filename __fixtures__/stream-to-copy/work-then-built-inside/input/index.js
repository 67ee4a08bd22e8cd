console.log("heron");
