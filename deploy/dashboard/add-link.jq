# Puts the console into the dashboard's menu: takes the ConfigMap as JSON, gives it back with the link in it.
#
#   kubectl -n kubeflow get configmap centraldashboard-config -o json |
#     jq --slurpfile link deploy/dashboard/link.json -f deploy/dashboard/add-link.jq | kubectl replace -f -
#
# The menu is JSON inside a string. If it cannot be read, this ends with an error and nothing is replaced; broken JSON
# there would empty the whole menu. Doing it twice changes nothing.
.data.links |= (
  fromjson
  | if .menuLinks | type != "array" then error("links has no menuLinks") else . end
  | .menuLinks |= if any(.[]; .link == $link[0].link) then . else . + $link end
  | tojson
)
