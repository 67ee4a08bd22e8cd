module example.org/fleet/postbox

go 1.16

require example.org/fleet/mailformat v1.2.0
