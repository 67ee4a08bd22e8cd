console.log("lagoon");
