"""Rights in Kubernetes: what is told of a change, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.model.reading import Context, Source
from guard.operations.rbac import detect
from tests.operations.telling import bitten, fuzzy, put_in, sound, spoken, told

A = """apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: reader
rules:
  - apiGroups: [""]
    resources: [pods, services]
    verbs: [get, list]
  - nonResourceURLs: [/healthz]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers, namespace: shop}
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
roleRef:
  kind: ClusterRole
  name: reader
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
automountServiceAccountToken: false
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec: {template: {spec: {serviceAccountName: web}}}
---
kind: ConfigMap
metadata: {name: other}
data: {a: b}
"""

PIECES = [
    "kind: Role\n",
    "verbs: ['*']",
    "*a",
    "&a ",
    "{{ x }}",
    "<<: ",
    "---\n",
    "\\x6f",
    '"',
    "[",
    "{",
    "? ",
    "- ",
    "\t",
    "!!x ",
]

# what is put in the place of what, and what is told: `and more` where that is not all

FINDS_A = [
    (
        "a verb more",
        "[get, list]",
        "[get, list, watch]",
        ["rbac:ClusterRole/reader @1 added=watch pods, watch services change=modify widens"],
    ),
    ("any verb", "[get, list]", '["*"]', ["rbac:ClusterRole/reader @1 added=* pods, * services change=modify widens"]),
    (
        "a verb less",
        "[get, list]",
        "[get]",
        ["rbac:ClusterRole/reader @1 change=modify narrows removed=list pods, list services"],
    ),
    (
        "any resource",
        "[pods, services]",
        '["*"]',
        ["rbac:ClusterRole/reader @1 added=get *, list * change=modify widens"],
    ),
    (
        "any group",
        'apiGroups: [""]',
        'apiGroups: ["*"]',
        [
            (
                "rbac:ClusterRole/reader @1 added=get */pods, get */services, list */pods, list"
                " */services change=modify widens"
            )
        ],
    ),
    (
        "another group",
        'apiGroups: [""]',
        "apiGroups: [apps]",
        [
            (
                "rbac:ClusterRole/reader @1 added=get apps/pods, get apps/services, list"
                " apps/pods, list apps/services change=modify narrows removed=get pods, get"
                " services, list pods, list services widens"
            )
        ],
    ),
    (
        "only of one name",
        "verbs: [get, list]",
        "verbs: [get, list]\n    resourceNames: [a]",
        [("rbac:ClusterRole/reader @1 change=modify narrows removed=get pods, get services, list pods, list services")],
    ),
    (
        "a subresource",
        "[pods, services]",
        "[pods, services, pods/exec]",
        ["rbac:ClusterRole/reader @1 added=get pods/exec, list pods/exec change=modify widens"],
    ),
    (
        "any such subresource",
        "[pods, services]",
        "[pods, services, '*/log']",
        ["rbac:ClusterRole/reader @1 added=get */log, list */log change=modify widens"],
    ),
    ("any address", "[/healthz]", "['*']", ["rbac:ClusterRole/reader @1 added=get * change=modify widens"]),
    (
        "an address below another",
        "[/healthz]",
        "[/healthz, /metrics/*]",
        ["rbac:ClusterRole/reader @1 added=get /metrics/* change=modify widens"],
    ),
    (
        "verbs over lines",
        "[get, list]",
        "\n      - get\n      - list\n      - delete",
        ["rbac:ClusterRole/reader @1 added=delete pods, delete services change=modify widens"],
    ),
    (
        "verbs in escapes",
        "[get, list]",
        '[get, list, "\\x65scalate"]',
        ["rbac:ClusterRole/reader @1 added=escalate pods, escalate services change=modify widens"],
    ),
    (
        "a kind in escapes",
        "kind: ConfigMap\nmetadata: {name: other}\ndata: {a: b}\n",
        (
            '"k\\x69nd": "Cluster\\\n  R\\u006fle"\nmetadata: {name: hidden}\n'
            '"r\\x75les": [{"\\x76erbs": ["*"], apiGroups: ["*"], resources: ["*"]}]\n'
        ),
        ["rbac:ClusterRole/hidden @34 added=* */* change=add widens", "and more"],
    ),
    (
        "verbs by an alias",
        "verbs: [get, list]",
        "verbs: &v [get, list, bind]",
        ["rbac:ClusterRole/reader @1 added=bind pods, bind services change=modify widens"],
    ),
    (
        "rules merged in",
        "    resources: [pods, services]\n",
        "    <<: {resources: [secrets]}\n",
        [
            (
                "rbac:ClusterRole/reader @1 added=get secrets, list secrets change=modify"
                " narrows removed=get pods, get services, list pods, list services widens"
            )
        ],
    ),
    (
        "an aggregate",
        "rules:",
        "aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}\nrules:",
        ["rbac:ClusterRole/reader @1 aggregate=rule change=modify widens"],
    ),
    (
        "a label by which others take it in",
        "  name: reader\n",
        "  name: reader\n  labels: {rbac.authorization.k8s.io/aggregate-to-admin: 'true'}\n",
        [("rbac:ClusterRole/reader @1 aggregate=rbac.authorization.k8s.io/aggregate-to-admin change=modify widens")],
    ),
    (
        "another subject",
        "  - kind: ServiceAccount\n    name: web\n    namespace: shop\n",
        (
            "  - kind: ServiceAccount\n    name: web\n    namespace: shop\n  - kind: Group\n"
            "    name: system:authenticated\n"
        ),
        [
            (
                "rbac:RoleBinding/readers @12 added=Group/system:authenticated change=modify"
                " namespace=shop role=ClusterRole/reader widens"
            )
        ],
    ),
    (
        "no subject",
        "subjects:\n  - kind: ServiceAccount\n    name: web\n    namespace: shop\n",
        "subjects: []\n",
        [
            (
                "rbac:RoleBinding/readers @12 change=modify namespace=shop narrows"
                " removed=ServiceAccount/shop/web role=ClusterRole/reader"
            )
        ],
    ),
    (
        "another role",
        "roleRef:\n  kind: ClusterRole\n  name: reader",
        "roleRef:\n  kind: ClusterRole\n  name: cluster-admin",
        [
            (
                "rbac:RoleBinding/readers @12 change=modify from=ClusterRole/reader"
                " namespace=shop narrows to=ClusterRole/cluster-admin widens"
            )
        ],
    ),
    (
        "a token without asking",
        "automountServiceAccountToken: false",
        "automountServiceAccountToken: true",
        ["rbac:ServiceAccount/web @23 automount change=modify widens"],
    ),
    (
        "a token by saying nothing",
        "automountServiceAccountToken: false\n",
        "",
        ["rbac:ServiceAccount/web @23 automount change=modify widens"],
    ),
    (
        "an account of a cloud",
        "  name: web\nautomount",
        "  name: web\n  annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::1:role/x'}\nautomount",
        ["rbac:ServiceAccount/web @23 change=modify to=arn:aws:iam::1:role/x widens"],
    ),
    (
        "secrets of an account",
        "automountServiceAccountToken: false",
        "automountServiceAccountToken: false\nimagePullSecrets: [{name: p}]",
        ["rbac:ServiceAccount/web @23 change=modify secrets widens"],
    ),
    (
        "a workload as another",
        "serviceAccountName: web",
        "serviceAccountName: admin",
        ["rbac:Deployment/shop @29 from=web narrows to=admin widens", "and more"],
    ),
    (
        "a workload as the usual one",
        "serviceAccountName: web",
        "x: 1",
        ["rbac:Deployment/shop @- from=web narrows to=default", "and more"],
    ),
    (
        "a workload with no token",
        "serviceAccountName: web",
        "serviceAccountName: web, automountServiceAccountToken: false",
        ["rbac:Deployment/shop @29 automount narrows", "and more"],
    ),
    (
        "a role removed",
        (
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n"
            '  name: reader\nrules:\n  - apiGroups: [""]\n    resources: [pods, services]\n'
            "    verbs: [get, list]\n  - nonResourceURLs: [/healthz]\n    verbs: [get]\n---\n"
        ),
        "",
        [
            (
                "rbac:ClusterRole/reader @- change=remove narrows removed=get /healthz, get"
                " pods, get services, list pods, list services"
            )
        ],
    ),
    (
        "a role renamed",
        "  name: reader\nrules",
        "  name: writer\nrules",
        [
            (
                "rbac:ClusterRole/reader @- change=remove narrows removed=get /healthz, get"
                " pods, get services, list pods, list services"
            ),
            (
                "rbac:ClusterRole/writer @1 added=get /healthz, get pods, get services, list"
                " pods, list services change=add widens"
            ),
        ],
    ),
    (
        "a binding added",
        "---\napiVersion: v1\n",
        (
            "---\nkind: ClusterRoleBinding\nmetadata: {name: all}\n"
            "subjects: [{kind: User, name: eve}]\n"
            "roleRef: {kind: ClusterRole, name: cluster-admin}\n---\napiVersion: v1\n"
        ),
        ["rbac:ClusterRoleBinding/all @23 added=User/eve change=add to=ClusterRole/cluster-admin widens"],
    ),
    (
        "a list",
        "---\napiVersion: v1\n",
        (
            "---\nkind: List\nitems:\n"
            "  - {kind: Role, metadata: {name: x}, rules: [{verbs: [get], resources: [pods],"
            " apiGroups: ['']}]}\n  - {kind: Pod}\n---\napiVersion: v1\n"
        ),
        ["rbac:Role/x @25 added=get pods change=add widens", "and more"],
    ),
    (
        "a list of roles",
        "---\napiVersion: v1\n",
        (
            "---\nkind: RoleList\nitems:\n"
            "  - {metadata: {name: x}, rules: [{verbs: [get], resources: [pods], apiGroups:"
            " ['']}]}\n---\napiVersion: v1\n"
        ),
        ["rbac:Role/x @25 added=get pods change=add widens", "and more"],
    ),
    (
        "JSON",
        "---\napiVersion: v1\n",
        (
            "---\n"
            '{"kind": "Role", "metadata": {"name": "j"}, "rules": [{"verbs": ["*"],'
            ' "resources": ["*"], "apiGroups": ["*"]}]}\n---\napiVersion: v1\n'
        ),
        ["rbac:Role/j @23 added=* */* change=add widens"],
    ),
    (
        "a template",
        "  name: web\nautomount",
        "  name: {{ .Values.account }}\nautomount",
        [
            "opaque.unparsed - @26 why=a template that speaks of rights: what it gives shows when it is filled in",
            "and more",
        ],
    ),
    (
        "a template of rules",
        "    verbs: [get, list]\n",
        "    verbs: {{ .Values.verbs }}\n",
        [
            "opaque.unparsed - @8 why=a template that speaks of rights: what it gives shows when it is filled in",
            "and more",
        ],
    ),
    (
        "a kind to be filled in",
        "kind: ClusterRole\nmetadata",
        "kind: ${KIND}\nmetadata",
        [
            (
                "rbac:ClusterRole/reader @- change=remove narrows removed=get /healthz, get"
                " pods, get services, list pods, list services"
            ),
            (
                "rbac:${KIND}/reader @1 added=get /healthz, get pods, get services, list pods,"
                " list services change=add widens"
            ),
        ],
    ),
    (
        "a duplicate key",
        "    verbs: [get, list]",
        "    verbs: [get]\n    verbs: ['*']",
        [
            "opaque.unparsed - @9 why=it may speak of rights, but: the key 'verbs' stands a second time",
            "rbac:ClusterRole/reader @1 added=* pods, * services change=modify widens",
            "and more",
        ],
    ),
    (
        "a right and a label",
        '  name: reader\nrules:\n  - apiGroups: [""]\n',
        '  name: reader\n  labels: {team: x}\nrules:\n  - apiGroups: [apps, ""]\n',
        [
            (
                "rbac:ClusterRole/reader @1 added=get apps/pods, get apps/services, list"
                " apps/pods, list apps/services change=modify widens"
            ),
            "and more",
        ],
    ),
    (
        "a right and something else",
        "data: {a: b}\n",
        (
            "data: {a: c}\n---\nkind: Role\nmetadata: {name: n}\n"
            "rules: [{verbs: [get], apiGroups: [''], resources: [pods]}]\n"
        ),
        ["rbac:Role/n @38 added=get pods change=add widens", "and more"],
    ),
    (
        "a patch in a text",
        "kind: ConfigMap\nmetadata: {name: other}\ndata: {a: b}\n",
        (
            "kind: Kustomization\npatches:\n  - patch: |-\n"
            "      - {op: add, path: /rules/-, value: {verbs: ['*']}}\n    target: {kind: ClusterRole}\n"
        ),
        ["opaque.unparsed - @34 why=a patch in a text speaks of rights, and is no manifest yet", "and more"],
    ),
    (
        "a Role of another group",
        "kind: ConfigMap\nmetadata: {name: other}\ndata: {a: b}\n",
        ("apiVersion: iam.services.k8s.aws/v1alpha1\nkind: Role\nmetadata: {name: c}\nspec: {policies: [p]}\n"),
        ["rbac:Role/c @34 change=add widens=unknown", "and more"],
    ),
    (
        "too many rights",
        "[get, list]",
        (
            "[v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16,"
            " v17, v18, v19, v20, v21, v22, v23, v24, v25, v26, v27, v28, v29, v30, v31,"
            " v32, v33, v34, v35, v36, v37, v38, v39, v40, v41, v42, v43, v44, v45, v46,"
            " v47, v48, v49, v50, v51, v52, v53, v54, v55, v56, v57, v58, v59, v60, v61,"
            " v62, v63, v64, v65, v66, v67, v68, v69, v70, v71, v72, v73, v74, v75, v76,"
            " v77, v78, v79, v80, v81, v82, v83, v84, v85, v86, v87, v88, v89, v90, v91,"
            " v92, v93, v94, v95, v96, v97, v98, v99, v100, v101, v102, v103, v104, v105,"
            " v106, v107, v108, v109, v110, v111, v112, v113, v114, v115, v116, v117, v118,"
            " v119, v120, v121, v122, v123, v124, v125, v126, v127, v128, v129, v130, v131,"
            " v132, v133, v134, v135, v136, v137, v138, v139, v140, v141, v142, v143, v144,"
            " v145, v146, v147, v148, v149, v150, v151, v152, v153, v154, v155, v156, v157,"
            " v158, v159, v160, v161, v162, v163, v164, v165, v166, v167, v168, v169, v170,"
            " v171, v172, v173, v174, v175, v176, v177, v178, v179, v180, v181, v182, v183,"
            " v184, v185, v186, v187, v188, v189, v190, v191, v192, v193, v194, v195, v196,"
            " v197, v198, v199, v200, v201, v202, v203, v204, v205, v206, v207, v208, v209,"
            " v210, v211, v212, v213, v214, v215, v216, v217, v218, v219, v220, v221, v222,"
            " v223, v224, v225, v226, v227, v228, v229, v230, v231, v232, v233, v234, v235,"
            " v236, v237, v238, v239, v240, v241, v242, v243, v244, v245, v246, v247, v248,"
            " v249, v250, v251, v252, v253, v254, v255, v256, v257, v258, v259, v260, v261,"
            " v262, v263, v264, v265, v266, v267, v268, v269, v270, v271, v272, v273, v274,"
            " v275, v276, v277, v278, v279, v280, v281, v282, v283, v284, v285, v286, v287,"
            " v288, v289, v290, v291, v292, v293, v294, v295, v296, v297, v298, v299, v300,"
            " v301, v302, v303, v304, v305, v306, v307, v308, v309, v310, v311, v312, v313,"
            " v314, v315, v316, v317, v318, v319, v320, v321, v322, v323, v324, v325, v326,"
            " v327, v328, v329, v330, v331, v332, v333, v334, v335, v336, v337, v338, v339,"
            " v340, v341, v342, v343, v344, v345, v346, v347, v348, v349, v350, v351, v352,"
            " v353, v354, v355, v356, v357, v358, v359, v360, v361, v362, v363, v364, v365,"
            " v366, v367, v368, v369, v370, v371, v372, v373, v374, v375, v376, v377, v378,"
            " v379, v380, v381, v382, v383, v384, v385, v386, v387, v388, v389, v390, v391,"
            " v392, v393, v394, v395, v396, v397, v398, v399, v400, v401, v402, v403, v404,"
            " v405, v406, v407, v408, v409, v410, v411, v412, v413, v414, v415, v416, v417,"
            " v418, v419, v420, v421, v422, v423, v424, v425, v426, v427, v428, v429, v430,"
            " v431, v432, v433, v434, v435, v436, v437, v438, v439, v440, v441, v442, v443,"
            " v444, v445, v446, v447, v448, v449, v450, v451, v452, v453, v454, v455, v456,"
            " v457, v458, v459, v460, v461, v462, v463, v464, v465, v466, v467, v468, v469,"
            " v470, v471, v472, v473, v474, v475, v476, v477, v478, v479, v480, v481, v482,"
            " v483, v484, v485, v486, v487, v488, v489, v490, v491, v492, v493, v494, v495,"
            " v496, v497, v498, v499, v500, v501, v502, v503, v504, v505, v506, v507, v508,"
            " v509, v510, v511, v512, v513, v514, v515, v516, v517, v518, v519, v520, v521,"
            " v522, v523, v524, v525, v526, v527, v528, v529, v530, v531, v532, v533, v534,"
            " v535, v536, v537, v538, v539, v540, v541, v542, v543, v544, v545, v546, v547,"
            " v548, v549, v550, v551, v552, v553, v554, v555, v556, v557, v558, v559, v560,"
            " v561, v562, v563, v564, v565, v566, v567, v568, v569, v570, v571, v572, v573,"
            " v574, v575, v576, v577, v578, v579, v580, v581, v582, v583, v584, v585, v586,"
            " v587, v588, v589, v590, v591, v592, v593, v594, v595, v596, v597, v598, v599,"
            " v600, v601, v602, v603, v604, v605, v606, v607, v608, v609, v610, v611, v612,"
            " v613, v614, v615, v616, v617, v618, v619, v620, v621, v622, v623, v624, v625,"
            " v626, v627, v628, v629, v630, v631, v632, v633, v634, v635, v636, v637, v638,"
            " v639, v640, v641, v642, v643, v644, v645, v646, v647, v648, v649, v650, v651,"
            " v652, v653, v654, v655, v656, v657, v658, v659, v660, v661, v662, v663, v664,"
            " v665, v666, v667, v668, v669, v670, v671, v672, v673, v674, v675, v676, v677,"
            " v678, v679, v680, v681, v682, v683, v684, v685, v686, v687, v688, v689, v690,"
            " v691, v692, v693, v694, v695, v696, v697, v698, v699, v700, v701, v702, v703,"
            " v704, v705, v706, v707, v708, v709, v710, v711, v712, v713, v714, v715, v716,"
            " v717, v718, v719, v720, v721, v722, v723, v724, v725, v726, v727, v728, v729,"
            " v730, v731, v732, v733, v734, v735, v736, v737, v738, v739, v740, v741, v742,"
            " v743, v744, v745, v746, v747, v748, v749, v750, v751, v752, v753, v754, v755,"
            " v756, v757, v758, v759, v760, v761, v762, v763, v764, v765, v766, v767, v768,"
            " v769, v770, v771, v772, v773, v774, v775, v776, v777, v778, v779, v780, v781,"
            " v782, v783, v784, v785, v786, v787, v788, v789, v790, v791, v792, v793, v794,"
            " v795, v796, v797, v798, v799, v800, v801, v802, v803, v804, v805, v806, v807,"
            " v808, v809, v810, v811, v812, v813, v814, v815, v816, v817, v818, v819, v820,"
            " v821, v822, v823, v824, v825, v826, v827, v828, v829, v830, v831, v832, v833,"
            " v834, v835, v836, v837, v838, v839, v840, v841, v842, v843, v844, v845, v846,"
            " v847, v848, v849, v850, v851, v852, v853, v854, v855, v856, v857, v858, v859,"
            " v860, v861, v862, v863, v864, v865, v866, v867, v868, v869, v870, v871, v872,"
            " v873, v874, v875, v876, v877, v878, v879, v880, v881, v882, v883, v884, v885,"
            " v886, v887, v888, v889, v890, v891, v892, v893, v894, v895, v896, v897, v898,"
            " v899, v900, v901, v902, v903, v904, v905, v906, v907, v908, v909, v910, v911,"
            " v912, v913, v914, v915, v916, v917, v918, v919, v920, v921, v922, v923, v924,"
            " v925, v926, v927, v928, v929, v930, v931, v932, v933, v934, v935, v936, v937,"
            " v938, v939, v940, v941, v942, v943, v944, v945, v946, v947, v948, v949, v950,"
            " v951, v952, v953, v954, v955, v956, v957, v958, v959, v960, v961, v962, v963,"
            " v964, v965, v966, v967, v968, v969, v970, v971, v972, v973, v974, v975, v976,"
            " v977, v978, v979, v980, v981, v982, v983, v984, v985, v986, v987, v988, v989,"
            " v990, v991, v992, v993, v994, v995, v996, v997, v998, v999, v1000, v1001,"
            " v1002, v1003, v1004, v1005, v1006, v1007, v1008, v1009, v1010, v1011, v1012,"
            " v1013, v1014, v1015, v1016, v1017, v1018, v1019, v1020, v1021, v1022, v1023,"
            " v1024, v1025, v1026, v1027, v1028, v1029, v1030, v1031, v1032, v1033, v1034,"
            " v1035, v1036, v1037, v1038, v1039, v1040, v1041, v1042, v1043, v1044, v1045,"
            " v1046, v1047, v1048, v1049, v1050, v1051, v1052, v1053, v1054, v1055, v1056,"
            " v1057, v1058, v1059, v1060, v1061, v1062, v1063, v1064, v1065, v1066, v1067,"
            " v1068, v1069, v1070, v1071, v1072, v1073, v1074, v1075, v1076, v1077, v1078,"
            " v1079, v1080, v1081, v1082, v1083, v1084, v1085, v1086, v1087, v1088, v1089,"
            " v1090, v1091, v1092, v1093, v1094, v1095, v1096, v1097, v1098, v1099, v1100,"
            " v1101, v1102, v1103, v1104, v1105, v1106, v1107, v1108, v1109, v1110, v1111,"
            " v1112, v1113, v1114, v1115, v1116, v1117, v1118, v1119, v1120, v1121, v1122,"
            " v1123, v1124, v1125, v1126, v1127, v1128, v1129, v1130, v1131, v1132, v1133,"
            " v1134, v1135, v1136, v1137, v1138, v1139, v1140, v1141, v1142, v1143, v1144,"
            " v1145, v1146, v1147, v1148, v1149, v1150, v1151, v1152, v1153, v1154, v1155,"
            " v1156, v1157, v1158, v1159, v1160, v1161, v1162, v1163, v1164, v1165, v1166,"
            " v1167, v1168, v1169, v1170, v1171, v1172, v1173, v1174, v1175, v1176, v1177,"
            " v1178, v1179, v1180, v1181, v1182, v1183, v1184, v1185, v1186, v1187, v1188,"
            " v1189, v1190, v1191, v1192, v1193, v1194, v1195, v1196, v1197, v1198, v1199,"
            " v1200, v1201, v1202, v1203, v1204, v1205, v1206, v1207, v1208, v1209, v1210,"
            " v1211, v1212, v1213, v1214, v1215, v1216, v1217, v1218, v1219, v1220, v1221,"
            " v1222, v1223, v1224, v1225, v1226, v1227, v1228, v1229, v1230, v1231, v1232,"
            " v1233, v1234, v1235, v1236, v1237, v1238, v1239, v1240, v1241, v1242, v1243,"
            " v1244, v1245, v1246, v1247, v1248, v1249, v1250, v1251, v1252, v1253, v1254,"
            " v1255, v1256, v1257, v1258, v1259, v1260, v1261, v1262, v1263, v1264, v1265,"
            " v1266, v1267, v1268, v1269, v1270, v1271, v1272, v1273, v1274, v1275, v1276,"
            " v1277, v1278, v1279, v1280, v1281, v1282, v1283, v1284, v1285, v1286, v1287,"
            " v1288, v1289, v1290, v1291, v1292, v1293, v1294, v1295, v1296, v1297, v1298,"
            " v1299, v1300, v1301, v1302, v1303, v1304, v1305, v1306, v1307, v1308, v1309,"
            " v1310, v1311, v1312, v1313, v1314, v1315, v1316, v1317, v1318, v1319, v1320,"
            " v1321, v1322, v1323, v1324, v1325, v1326, v1327, v1328, v1329, v1330, v1331,"
            " v1332, v1333, v1334, v1335, v1336, v1337, v1338, v1339, v1340, v1341, v1342,"
            " v1343, v1344, v1345, v1346, v1347, v1348, v1349, v1350, v1351, v1352, v1353,"
            " v1354, v1355, v1356, v1357, v1358, v1359, v1360, v1361, v1362, v1363, v1364,"
            " v1365, v1366, v1367, v1368, v1369, v1370, v1371, v1372, v1373, v1374, v1375,"
            " v1376, v1377, v1378, v1379, v1380, v1381, v1382, v1383, v1384, v1385, v1386,"
            " v1387, v1388, v1389, v1390, v1391, v1392, v1393, v1394, v1395, v1396, v1397,"
            " v1398, v1399, v1400, v1401, v1402, v1403, v1404, v1405, v1406, v1407, v1408,"
            " v1409, v1410, v1411, v1412, v1413, v1414, v1415, v1416, v1417, v1418, v1419,"
            " v1420, v1421, v1422, v1423, v1424, v1425, v1426, v1427, v1428, v1429, v1430,"
            " v1431, v1432, v1433, v1434, v1435, v1436, v1437, v1438, v1439, v1440, v1441,"
            " v1442, v1443, v1444, v1445, v1446, v1447, v1448, v1449, v1450, v1451, v1452,"
            " v1453, v1454, v1455, v1456, v1457, v1458, v1459, v1460, v1461, v1462, v1463,"
            " v1464, v1465, v1466, v1467, v1468, v1469, v1470, v1471, v1472, v1473, v1474,"
            " v1475, v1476, v1477, v1478, v1479, v1480, v1481, v1482, v1483, v1484, v1485,"
            " v1486, v1487, v1488, v1489, v1490, v1491, v1492, v1493, v1494, v1495, v1496,"
            " v1497, v1498, v1499, v1500, v1501, v1502, v1503, v1504, v1505, v1506, v1507,"
            " v1508, v1509, v1510, v1511, v1512, v1513, v1514, v1515, v1516, v1517, v1518,"
            " v1519, v1520, v1521, v1522, v1523, v1524, v1525, v1526, v1527, v1528, v1529,"
            " v1530, v1531, v1532, v1533, v1534, v1535, v1536, v1537, v1538, v1539, v1540,"
            " v1541, v1542, v1543, v1544, v1545, v1546, v1547, v1548, v1549, v1550, v1551,"
            " v1552, v1553, v1554, v1555, v1556, v1557, v1558, v1559, v1560, v1561, v1562,"
            " v1563, v1564, v1565, v1566, v1567, v1568, v1569, v1570, v1571, v1572, v1573,"
            " v1574, v1575, v1576, v1577, v1578, v1579, v1580, v1581, v1582, v1583, v1584,"
            " v1585, v1586, v1587, v1588, v1589, v1590, v1591, v1592, v1593, v1594, v1595,"
            " v1596, v1597, v1598, v1599, v1600, v1601, v1602, v1603, v1604, v1605, v1606,"
            " v1607, v1608, v1609, v1610, v1611, v1612, v1613, v1614, v1615, v1616, v1617,"
            " v1618, v1619, v1620, v1621, v1622, v1623, v1624, v1625, v1626, v1627, v1628,"
            " v1629, v1630, v1631, v1632, v1633, v1634, v1635, v1636, v1637, v1638, v1639,"
            " v1640, v1641, v1642, v1643, v1644, v1645, v1646, v1647, v1648, v1649, v1650,"
            " v1651, v1652, v1653, v1654, v1655, v1656, v1657, v1658, v1659, v1660, v1661,"
            " v1662, v1663, v1664, v1665, v1666, v1667, v1668, v1669, v1670, v1671, v1672,"
            " v1673, v1674, v1675, v1676, v1677, v1678, v1679, v1680, v1681, v1682, v1683,"
            " v1684, v1685, v1686, v1687, v1688, v1689, v1690, v1691, v1692, v1693, v1694,"
            " v1695, v1696, v1697, v1698, v1699, v1700, v1701, v1702, v1703, v1704, v1705,"
            " v1706, v1707, v1708, v1709, v1710, v1711, v1712, v1713, v1714, v1715, v1716,"
            " v1717, v1718, v1719, v1720, v1721, v1722, v1723, v1724, v1725, v1726, v1727,"
            " v1728, v1729, v1730, v1731, v1732, v1733, v1734, v1735, v1736, v1737, v1738,"
            " v1739, v1740, v1741, v1742, v1743, v1744, v1745, v1746, v1747, v1748, v1749,"
            " v1750, v1751, v1752, v1753, v1754, v1755, v1756, v1757, v1758, v1759, v1760,"
            " v1761, v1762, v1763, v1764, v1765, v1766, v1767, v1768, v1769, v1770, v1771,"
            " v1772, v1773, v1774, v1775, v1776, v1777, v1778, v1779, v1780, v1781, v1782,"
            " v1783, v1784, v1785, v1786, v1787, v1788, v1789, v1790, v1791, v1792, v1793,"
            " v1794, v1795, v1796, v1797, v1798, v1799, v1800, v1801, v1802, v1803, v1804,"
            " v1805, v1806, v1807, v1808, v1809, v1810, v1811, v1812, v1813, v1814, v1815,"
            " v1816, v1817, v1818, v1819, v1820, v1821, v1822, v1823, v1824, v1825, v1826,"
            " v1827, v1828, v1829, v1830, v1831, v1832, v1833, v1834, v1835, v1836, v1837,"
            " v1838, v1839, v1840, v1841, v1842, v1843, v1844, v1845, v1846, v1847, v1848,"
            " v1849, v1850, v1851, v1852, v1853, v1854, v1855, v1856, v1857, v1858, v1859,"
            " v1860, v1861, v1862, v1863, v1864, v1865, v1866, v1867, v1868, v1869, v1870,"
            " v1871, v1872, v1873, v1874, v1875, v1876, v1877, v1878, v1879, v1880, v1881,"
            " v1882, v1883, v1884, v1885, v1886, v1887, v1888, v1889, v1890, v1891, v1892,"
            " v1893, v1894, v1895, v1896, v1897, v1898, v1899, v1900, v1901, v1902, v1903,"
            " v1904, v1905, v1906, v1907, v1908, v1909, v1910, v1911, v1912, v1913, v1914,"
            " v1915, v1916, v1917, v1918, v1919, v1920, v1921, v1922, v1923, v1924, v1925,"
            " v1926, v1927, v1928, v1929, v1930, v1931, v1932, v1933, v1934, v1935, v1936,"
            " v1937, v1938, v1939, v1940, v1941, v1942, v1943, v1944, v1945, v1946, v1947,"
            " v1948, v1949, v1950, v1951, v1952, v1953, v1954, v1955, v1956, v1957, v1958,"
            " v1959, v1960, v1961, v1962, v1963, v1964, v1965, v1966, v1967, v1968, v1969,"
            " v1970, v1971, v1972, v1973, v1974, v1975, v1976, v1977, v1978, v1979, v1980,"
            " v1981, v1982, v1983, v1984, v1985, v1986, v1987, v1988, v1989, v1990, v1991,"
            " v1992, v1993, v1994, v1995, v1996, v1997, v1998, v1999, v2000, v2001, v2002,"
            " v2003, v2004, v2005, v2006, v2007, v2008, v2009, v2010, v2011, v2012, v2013,"
            " v2014, v2015, v2016, v2017, v2018, v2019, v2020, v2021, v2022, v2023, v2024,"
            " v2025, v2026, v2027, v2028, v2029, v2030, v2031, v2032, v2033, v2034, v2035,"
            " v2036, v2037, v2038, v2039, v2040, v2041, v2042, v2043, v2044, v2045, v2046,"
            " v2047, v2048, v2049, v2050, v2051, v2052, v2053, v2054, v2055, v2056, v2057,"
            " v2058, v2059, v2060, v2061, v2062, v2063, v2064, v2065, v2066, v2067, v2068,"
            " v2069, v2070, v2071, v2072, v2073, v2074, v2075, v2076, v2077, v2078, v2079,"
            " v2080, v2081, v2082, v2083, v2084, v2085, v2086, v2087, v2088, v2089, v2090,"
            " v2091, v2092, v2093, v2094, v2095, v2096, v2097, v2098, v2099, v2100, v2101,"
            " v2102, v2103, v2104, v2105, v2106, v2107, v2108, v2109, v2110, v2111, v2112,"
            " v2113, v2114, v2115, v2116, v2117, v2118, v2119, v2120, v2121, v2122, v2123,"
            " v2124, v2125, v2126, v2127, v2128, v2129, v2130, v2131, v2132, v2133, v2134,"
            " v2135, v2136, v2137, v2138, v2139, v2140, v2141, v2142, v2143, v2144, v2145,"
            " v2146, v2147, v2148, v2149, v2150, v2151, v2152, v2153, v2154, v2155, v2156,"
            " v2157, v2158, v2159, v2160, v2161, v2162, v2163, v2164, v2165, v2166, v2167,"
            " v2168, v2169, v2170, v2171, v2172, v2173, v2174, v2175, v2176, v2177, v2178,"
            " v2179, v2180, v2181, v2182, v2183, v2184, v2185, v2186, v2187, v2188, v2189,"
            " v2190, v2191, v2192, v2193, v2194, v2195, v2196, v2197, v2198, v2199, v2200,"
            " v2201, v2202, v2203, v2204, v2205, v2206, v2207, v2208, v2209, v2210, v2211,"
            " v2212, v2213, v2214, v2215, v2216, v2217, v2218, v2219, v2220, v2221, v2222,"
            " v2223, v2224, v2225, v2226, v2227, v2228, v2229, v2230, v2231, v2232, v2233,"
            " v2234, v2235, v2236, v2237, v2238, v2239, v2240, v2241, v2242, v2243, v2244,"
            " v2245, v2246, v2247, v2248, v2249, v2250, v2251, v2252, v2253, v2254, v2255,"
            " v2256, v2257, v2258, v2259, v2260, v2261, v2262, v2263, v2264, v2265, v2266,"
            " v2267, v2268, v2269, v2270, v2271, v2272, v2273, v2274, v2275, v2276, v2277,"
            " v2278, v2279, v2280, v2281, v2282, v2283, v2284, v2285, v2286, v2287, v2288,"
            " v2289, v2290, v2291, v2292, v2293, v2294, v2295, v2296, v2297, v2298, v2299,"
            " v2300, v2301, v2302, v2303, v2304, v2305, v2306, v2307, v2308, v2309, v2310,"
            " v2311, v2312, v2313, v2314, v2315, v2316, v2317, v2318, v2319, v2320, v2321,"
            " v2322, v2323, v2324, v2325, v2326, v2327, v2328, v2329, v2330, v2331, v2332,"
            " v2333, v2334, v2335, v2336, v2337, v2338, v2339, v2340, v2341, v2342, v2343,"
            " v2344, v2345, v2346, v2347, v2348, v2349, v2350, v2351, v2352, v2353, v2354,"
            " v2355, v2356, v2357, v2358, v2359, v2360, v2361, v2362, v2363, v2364, v2365,"
            " v2366, v2367, v2368, v2369, v2370, v2371, v2372, v2373, v2374, v2375, v2376,"
            " v2377, v2378, v2379, v2380, v2381, v2382, v2383, v2384, v2385, v2386, v2387,"
            " v2388, v2389, v2390, v2391, v2392, v2393, v2394, v2395, v2396, v2397, v2398,"
            " v2399, v2400, v2401, v2402, v2403, v2404, v2405, v2406, v2407, v2408, v2409,"
            " v2410, v2411, v2412, v2413, v2414, v2415, v2416, v2417, v2418, v2419, v2420,"
            " v2421, v2422, v2423, v2424, v2425, v2426, v2427, v2428, v2429, v2430, v2431,"
            " v2432, v2433, v2434, v2435, v2436, v2437, v2438, v2439, v2440, v2441, v2442,"
            " v2443, v2444, v2445, v2446, v2447, v2448, v2449, v2450, v2451, v2452, v2453,"
            " v2454, v2455, v2456, v2457, v2458, v2459, v2460, v2461, v2462, v2463, v2464,"
            " v2465, v2466, v2467, v2468, v2469, v2470, v2471, v2472, v2473, v2474, v2475,"
            " v2476, v2477, v2478, v2479, v2480, v2481, v2482, v2483, v2484, v2485, v2486,"
            " v2487, v2488, v2489, v2490, v2491, v2492, v2493, v2494, v2495, v2496, v2497,"
            " v2498, v2499, v2500, v2501, v2502, v2503, v2504, v2505, v2506, v2507, v2508,"
            " v2509, v2510, v2511, v2512, v2513, v2514, v2515, v2516, v2517, v2518, v2519,"
            " v2520, v2521, v2522, v2523, v2524, v2525, v2526, v2527, v2528, v2529, v2530,"
            " v2531, v2532, v2533, v2534, v2535, v2536, v2537, v2538, v2539, v2540, v2541,"
            " v2542, v2543, v2544, v2545, v2546, v2547, v2548, v2549, v2550, v2551, v2552,"
            " v2553, v2554, v2555, v2556, v2557, v2558, v2559, v2560, v2561, v2562, v2563,"
            " v2564, v2565, v2566, v2567, v2568, v2569, v2570, v2571, v2572, v2573, v2574,"
            " v2575, v2576, v2577, v2578, v2579, v2580, v2581, v2582, v2583, v2584, v2585,"
            " v2586, v2587, v2588, v2589, v2590, v2591, v2592, v2593, v2594, v2595, v2596,"
            " v2597, v2598, v2599, v2600, v2601, v2602, v2603, v2604, v2605, v2606, v2607,"
            " v2608, v2609, v2610, v2611, v2612, v2613, v2614, v2615, v2616, v2617, v2618,"
            " v2619, v2620, v2621, v2622, v2623, v2624, v2625, v2626, v2627, v2628, v2629,"
            " v2630, v2631, v2632, v2633, v2634, v2635, v2636, v2637, v2638, v2639, v2640,"
            " v2641, v2642, v2643, v2644, v2645, v2646, v2647, v2648, v2649, v2650, v2651,"
            " v2652, v2653, v2654, v2655, v2656, v2657, v2658, v2659, v2660, v2661, v2662,"
            " v2663, v2664, v2665, v2666, v2667, v2668, v2669, v2670, v2671, v2672, v2673,"
            " v2674, v2675, v2676, v2677, v2678, v2679, v2680, v2681, v2682, v2683, v2684,"
            " v2685, v2686, v2687, v2688, v2689, v2690, v2691, v2692, v2693, v2694, v2695,"
            " v2696, v2697, v2698, v2699, v2700, v2701, v2702, v2703, v2704, v2705, v2706,"
            " v2707, v2708, v2709, v2710, v2711, v2712, v2713, v2714, v2715, v2716, v2717,"
            " v2718, v2719, v2720, v2721, v2722, v2723, v2724, v2725, v2726, v2727, v2728,"
            " v2729, v2730, v2731, v2732, v2733, v2734, v2735, v2736, v2737, v2738, v2739,"
            " v2740, v2741, v2742, v2743, v2744, v2745, v2746, v2747, v2748, v2749, v2750,"
            " v2751, v2752, v2753, v2754, v2755, v2756, v2757, v2758, v2759, v2760, v2761,"
            " v2762, v2763, v2764, v2765, v2766, v2767, v2768, v2769, v2770, v2771, v2772,"
            " v2773, v2774, v2775, v2776, v2777, v2778, v2779, v2780, v2781, v2782, v2783,"
            " v2784, v2785, v2786, v2787, v2788, v2789, v2790, v2791, v2792, v2793, v2794,"
            " v2795, v2796, v2797, v2798, v2799, v2800, v2801, v2802, v2803, v2804, v2805,"
            " v2806, v2807, v2808, v2809, v2810, v2811, v2812, v2813, v2814, v2815, v2816,"
            " v2817, v2818, v2819, v2820, v2821, v2822, v2823, v2824, v2825, v2826, v2827,"
            " v2828, v2829, v2830, v2831, v2832, v2833, v2834, v2835, v2836, v2837, v2838,"
            " v2839, v2840, v2841, v2842, v2843, v2844, v2845, v2846, v2847, v2848, v2849,"
            " v2850, v2851, v2852, v2853, v2854, v2855, v2856, v2857, v2858, v2859, v2860,"
            " v2861, v2862, v2863, v2864, v2865, v2866, v2867, v2868, v2869, v2870, v2871,"
            " v2872, v2873, v2874, v2875, v2876, v2877, v2878, v2879, v2880, v2881, v2882,"
            " v2883, v2884, v2885, v2886, v2887, v2888, v2889, v2890, v2891, v2892, v2893,"
            " v2894, v2895, v2896, v2897, v2898, v2899, v2900, v2901, v2902, v2903, v2904,"
            " v2905, v2906, v2907, v2908, v2909, v2910, v2911, v2912, v2913, v2914, v2915,"
            " v2916, v2917, v2918, v2919, v2920, v2921, v2922, v2923, v2924, v2925, v2926,"
            " v2927, v2928, v2929, v2930, v2931, v2932, v2933, v2934, v2935, v2936, v2937,"
            " v2938, v2939, v2940, v2941, v2942, v2943, v2944, v2945, v2946, v2947, v2948,"
            " v2949, v2950, v2951, v2952, v2953, v2954, v2955, v2956, v2957, v2958, v2959,"
            " v2960, v2961, v2962, v2963, v2964, v2965, v2966, v2967, v2968, v2969, v2970,"
            " v2971, v2972, v2973, v2974, v2975, v2976, v2977, v2978, v2979, v2980, v2981,"
            " v2982, v2983, v2984, v2985, v2986, v2987, v2988, v2989, v2990, v2991, v2992,"
            " v2993, v2994, v2995, v2996, v2997, v2998, v2999]"
        ),
        [("rbac:ClusterRole/reader @1 added=too much to tell change=modify narrows removed=too much to tell widens")],
    ),
]

LEAVES_A = [
    ("a comment", "# rules: Role\n" + A),
    ("order of verbs", A.replace("[get, list]", "[list, get]")),
    ("quotes", A.replace("[get, list]", "['get', \"list\"]")),
    (
        "one rule in two",
        A.replace(
            "    resources: [pods, services]\n",
            "    resources: [pods]\n    verbs: [get, list]\n  - apiGroups: ['']\n    resources: [services]\n",
        ),
    ),
    (
        "a rule that another lets",
        A.replace(
            "  - nonResourceURLs",
            "  - {apiGroups: [''], resources: [pods], verbs: [get], resourceNames: [a]}\n  - nonResourceURLs",
        ),
    ),
    ("order of documents", "---\n".join(reversed(A.split("---\n")))),
    ("CRLF", A.replace("\n", "\r\n")),
    ("BOM", "\ufeff" + A),
    ("what is none of ours", A.replace("a: b", "a: c")),
    (
        "flow style",
        A.replace(
            "subjects:\n  - kind: ServiceAccount\n    name: web\n    namespace: shop\n",
            "subjects: [{kind: ServiceAccount, name: web, namespace: shop}]\n",
        ),
    ),
    ("an anchor", A.replace("verbs: [get, list]", "verbs: &v [get, list]")),
    ("a workload's other field", A.replace("serviceAccountName: web", "serviceAccountName: web, nodeName: x")),
]

lines = spoken(detect, ("identity.rbac rbac:", "rbac:"))


@pytest.mark.parametrize(("label", "old", "new", "expected"), FINDS_A, ids=[row[0] for row in FINDS_A])
def test_finds(label: str, old: str | None, new: str | bytes, expected: list[str]) -> None:
    assert lines("k8s/all.yaml", A, put_in(A, old, new)) == expected


@pytest.mark.parametrize(("label", "new"), LEAVES_A, ids=[row[0] for row in LEAVES_A])
def test_leaves_alone(label: str, new: str) -> None:
    assert new != A
    assert lines("k8s/all.yaml", A, new) == []
    assert lines("k8s/all.yaml", new, A) == []


def test_a_file_comes_and_goes() -> None:
    assert lines("k8s/all.yaml", A, None) == [
        (
            "rbac:ClusterRole/reader @- change=remove narrows removed=get /healthz, get pods, get services, list pods,"
            " list services"
        ),
        (
            "rbac:RoleBinding/readers @- change=remove from=ClusterRole/reader namespace=shop narrows"
            " removed=ServiceAccount/shop/web"
        ),
        "rbac:ServiceAccount/web @- change=remove",
        "rbac:Deployment/shop @- from=web narrows to=default",
        "and more",
    ]
    assert lines("k8s/all.yaml", None, A)[2:] == [
        "rbac:ServiceAccount/web @23 change=add",
        "rbac:Deployment/shop @29 from=default to=web widens",
        "and more",
    ]


@pytest.mark.parametrize("text", ["a: b\n", "kind: {{ x }}\n", "role: x\n", 'a: "\\n"\n', "kind: Roles\n"])
def test_files_without_a_word_on_rights_are_not_even_read(text: str) -> None:
    assert lines("k8s/x.yaml", text, text + "b: 'Rolex'\n") == []


SPELLED = (  # tags by which a word stands in base64: as they are, in full, in numbers, by another name
    ("!!binary", ""),
    ("!<tag:yaml.org,2002:binary>", ""),
    ("!!%62inary", ""),
    ("!!b%69n%61r%79", ""),
    ("!<tag%3Ayaml.org%2C2002%3Abinary>", ""),
    ("!binary", "%TAG ! tag:yaml.org,2002:\n---\n"),
    ("!e!ary", "%TAG !e! tag:yaml.org,2002:bin\n---\n"),
)
BINDING = """{0} YXBpVmVyc2lvbg==: {0} cmJhYy5hdXRob3JpemF0aW9uLms4cy5pby92MQ==
{0} a2luZA==: {0} Q2x1c3RlclJvbGVCaW5kaW5n
{0} bWV0YWRhdGE=: {{name: a}}
"""


@pytest.mark.parametrize(("tag", "before"), SPELLED)
def test_words_of_rights_in_base64(tag: str, before: str) -> None:
    text = before + BINDING.format(tag)
    line = text.index(tag + " YXB")
    why = "it may speak of rights, but: the tag 'tag:yaml.org,2002:binary' says how to read a value"
    tagged = f"opaque.unparsed - @{{}} why={why}"
    at = text.count("\n", 0, line) + 1
    for path in ("k8s/x.yaml", "x.yml", "x.json"):
        assert lines(path, None, text) == [tagged.format(at), "and more"]
        assert lines(path, text, None) == [tagged.format("-"), "and more"]
    for line_ in ("a: binary!\n", "a: [!x binary]\n", "a: 67%!\n"):
        assert lines("k8s/x.yaml", None, line_) == []


def test_not_utf_8_is_opaque_where_a_word_stands() -> None:
    assert lines("k8s/x.yaml", None, b"kind: Role\xff\n") == [
        "opaque.unparsed - @- why=it may speak of rights, but: the file is not UTF-8",
        "and more",
    ]
    assert lines("k8s/x.yaml", None, "kind: Role\n".encode("utf-16")) == [
        "opaque.unparsed - @- why=it may speak of rights, but: the file is not UTF-8",
        "and more",
    ]


WORKLOADS = [
    ("Pod", "{}", "{serviceAccountName: a}", "from=default to=a widens"),
    ("Pod", "{serviceAccount: a}", "{serviceAccountName: a}", ""),
    ("Pod", "{serviceAccountName: a}", "{serviceAccountName: default}", "from=a narrows to=default"),
    ("Pod", "{automountServiceAccountToken: false}", "{}", "automount widens"),
    ("Pod", "{}", "{automountServiceAccountToken: false}", "automount narrows"),
    (
        "StatefulSet",
        "{template: {spec: {}}}",
        "{template: {spec: {serviceAccountName: a}}}",
        "from=default to=a widens",
    ),
    (
        "CronJob",
        "{jobTemplate: {spec: {template: {spec: {}}}}}",
        "{jobTemplate: {spec: {template: {spec: {serviceAccountName: a}}}}}",
        "from=default to=a widens",
    ),
]


@pytest.mark.parametrize(("kind", "old", "new", "expected"), WORKLOADS)
def test_which_account_a_workload_runs_as(kind: str, old: str, new: str, expected: str) -> None:
    sides = [f"kind: {kind} # ServiceAccount\nmetadata: {{name: w}}\nspec: {spec}\n" for spec in (old, new)]
    found = lines("k8s/x.yaml", *sides)
    assert found == ([f"rbac:{kind}/w @1 {expected}", "and more"] if expected else [])


ACCOUNTS = [
    ("", "secrets: [{name: a}]", "secrets widens"),
    ("secrets: [{name: a}]", "", "narrows secrets"),
    ("imagePullSecrets: [{name: a}]", "imagePullSecrets: [{name: b}]", "narrows secrets widens"),
    ("automountServiceAccountToken: true", "automountServiceAccountToken: false", "automount narrows"),
    ("automountServiceAccountToken: true", "", ""),
]


@pytest.mark.parametrize(("old", "new", "expected"), ACCOUNTS)
def test_accounts(old: str, new: str, expected: str) -> None:
    sides = [f"kind: ServiceAccount\nmetadata: {{name: a}}\n{words}\n" for words in (old, new)]
    facts = " ".join(sorted(f"change=modify {expected}".split()))
    assert lines("k8s/x.yaml", *sides) == ([f"rbac:ServiceAccount/a @1 {facts}"] if expected else [])


CLOUDS = ["eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id"]


@pytest.mark.parametrize("name", CLOUDS)
def test_accounts_of_clouds(name: str) -> None:
    text = "kind: ServiceAccount\nmetadata: {name: a, annotations: {NAME: VALUE, other: x}}\n".replace("NAME", name)
    assert lines("k8s/x.yaml", text.replace("VALUE", "a"), text.replace("VALUE", "b")) == [
        "rbac:ServiceAccount/a @1 change=modify from=a narrows to=b widens"
    ]
    assert lines("k8s/x.yaml", text, text.replace("other: x", "other: y")) == []


AGGREGATES = [
    (
        "labels: {rbac.authorization.k8s.io/aggregate-to-edit: 'true'}",
        "labels: {}",
        "aggregate=rbac.authorization.k8s.io/aggregate-to-edit change=modify narrows",
    ),
    ("labels: {rbac.authorization.k8s.io/aggregate-to-edit: 'false'}", "labels: {}", ""),
]


@pytest.mark.parametrize(("old", "new", "expected"), AGGREGATES)
def test_roles_that_others_take_in(old: str, new: str, expected: str) -> None:
    sides = [f"kind: ClusterRole\nmetadata: {{name: a, {words}}}\nrules: []\n" for words in (old, new)]
    assert lines("k8s/x.yaml", *sides) == ([f"rbac:ClusterRole/a @1 {expected}"] if expected else [])


def test_what_an_aggregation_takes_in() -> None:
    role = "kind: ClusterRole\nmetadata: {name: a}\nrules: []\n"
    with_rule = role + "aggregationRule: {clusterRoleSelectors: [a]}\n"
    assert lines("k8s/x.yaml", with_rule, role) == ["rbac:ClusterRole/a @1 aggregate=rule change=modify narrows"]
    assert lines("k8s/x.yaml", with_rule, with_rule.replace("[a]", "[b]")) == [
        "rbac:ClusterRole/a @1 aggregate=rule change=modify narrows widens"
    ]


@pytest.mark.parametrize("kind", ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ServiceAccount"])
def test_an_object_twice_is_two(kind: str) -> None:
    one = f"kind: {kind}\nmetadata: {{name: a}}\n"
    assert lines("k8s/x.yaml", one, f"{one}---\n{one}") == [f"rbac:{kind}/a @4 change=add"]


@pytest.mark.parametrize("key", ["patches", "patchesStrategicMerge", "patchesJson6902"])
def test_patches_in_texts(key: str) -> None:
    text = f"kind: Kustomization # Role\n{key}:\n  - |-\n    - path: /rules/0\n"
    assert lines("k/kustomization.yaml", None, text)[0].startswith("opaque.unparsed - @1 why=a patch")
    assert lines("k/kustomization.yaml", text, text.replace("/rules/0", "/metadata")) != []
    assert lines("k/kustomization.yaml", text.replace("/rules/0", "/a"), text.replace("/rules/0", "/b")) == []


@pytest.mark.parametrize(
    "word", ["Role", "ServiceAccount", "serviceAccountName", "verbs", "roleRef", "/rules", "/subjects"]
)
def test_patches_that_speak_of_rights(word: str) -> None:
    text = f"kind: Kustomization # Role\npatches:\n  - |-\n    - a: {word}\n"
    assert lines("k/kustomization.yaml", text, text.replace("a:", "b:"))[0].startswith(
        "opaque.unparsed - @1 why=a patch"
    )


def test_what_is_not_utf_8() -> None:
    assert told(detect, "a.yaml", "parole: a\n", b"parole: \xff\n") == ()
    found = told(detect, "a.yaml", "parole: a\n", b"kind: Role # \xff\n")
    assert found == ("opaque.unparsed - @- why=it may speak of rights, but: the file is not UTF-8",)


def test_other_words_of_an_account() -> None:
    text = "kind: ServiceAccount\nmetadata: {name: a, uid: 1}\nautomountServiceAccountToken: false\n"
    assert lines("k8s/x.yaml", text, text.replace("false", "true").replace("uid: 1", "uid: 2")) == [
        "rbac:ServiceAccount/a @1 automount change=modify widens",
        "and more",
    ]


def test_only_lists_hold_objects() -> None:
    role = "{kind: Role, metadata: {name: a}, rules: [{verbs: [get], apiGroups: [x], resources: [y]}]}"
    for kind, expected in (("Other", []), ("List", ["rbac:Role/a @2 added=* x/y change=modify widens"])):
        text = f"kind: {kind}\nitems: [{role}]\n"
        assert lines("k8s/x.yaml", text, text.replace("get", "'*'")) == expected


def test_a_binding_to_be_filled_in() -> None:
    text = "kind: $KIND\nmetadata: {name: a}\nroleRef: {kind: Role, name: r}\nsubjects: [{kind: User, name: u}]\n"
    assert lines("k8s/x.yaml", text, text.replace("u}", "v}")) == [
        "rbac:$KIND/a @1 added=User/v change=modify narrows removed=User/u role=Role/r widens"
    ]
    named = "kind: Other # Role\nmetadata: {name: a}\nroleRef: {kind: Role, name: r}\n"
    assert lines("k8s/x.yaml", named, named.replace("r}", "s}")) == []


def test_generated_names_and_lists() -> None:
    text = "kind: RoleBindingList\nx: 1\nitems:\n- metadata: {generateName: g-}\n  subjects: [{kind: User, name: u}]\n"
    assert lines("k8s/x.yaml", text, text.replace("u}", "v}")) == [
        "rbac:RoleBinding/g- @4 added=User/v change=modify narrows removed=User/u widens"
    ]
    assert lines("k8s/x.yaml", text, text.replace("u}", "v}").replace("x: 1", "x: 2"))[-1] == "and more"


@pytest.mark.fuzz
@given(old=bitten([A], PIECES), new=bitten([A], PIECES), one=st.booleans())
@fuzzy
def test_never_trips_over_a_text(old: bytes, new: bytes, one: bool) -> None:
    for path in ("k8s/all.yaml",):
        sound(detect(Source(path, None if one else old, new), Context()))
        sound(detect(Source(path, new, None if one else old), Context()))
        assert detect(Source(path, new, new), Context()) is None or sides_cannot_be_read(path, new)


def sides_cannot_be_read(path: str, data: bytes) -> bool:
    """The same on both sides is no change, unless it says nothing at all."""
    reading = detect(Source(path, data, data), Context())
    return reading is not None and {one.id for one in reading.operations} == {"opaque.unparsed"}


ENTRY = """apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data:
  mapRoles: |
    - rolearn: arn:one
      username: node
      groups: [system:nodes]
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            ENTRY,
            ENTRY.replace("system:nodes", "system:nodes, system:masters"),
            "rbac:ConfigMap/aws-auth @1 added=arn:one as system:masters change=modify namespace=kube-system widens",
        ),
        (
            ENTRY,
            ENTRY + "  mapUsers: |\n    - {userarn: arn:two, groups: [ops]}\n",
            "rbac:ConfigMap/aws-auth @1 added=arn:two as ops change=modify namespace=kube-system widens",
        ),
        (
            ENTRY,
            ENTRY.replace("      groups: [system:nodes]\n", ""),
            "rbac:ConfigMap/aws-auth @1 change=modify namespace=kube-system narrows removed=arn:one as system:nodes",
        ),
        (
            "",
            "kind: ConfigMap\nmetadata: {name: aws-auth}\ndata:\n  mapAccounts: |\n    - '123'\n",
            "rbac:ConfigMap/aws-auth @1 added=123 change=add widens",
        ),
        (
            ENTRY,
            ENTRY.replace("- rolearn", "- role: [").replace("aws-auth", "{{ x }}").replace("{{ x }}", "other"),
            "rbac:ConfigMap/other @1 change=add namespace=kube-system widens=unknown",
        ),
        (
            ENTRY,
            ENTRY.replace("    - rolearn", "    - {{ x }}\n    - rolearn"),
            "rbac:ConfigMap/aws-auth @1 change=modify namespace=kube-system widens=unknown",
        ),
        (
            ENTRY,
            ENTRY + "      groups: [system:masters]\n",
            "rbac:ConfigMap/aws-auth @1 change=modify namespace=kube-system widens=unknown",
        ),
        (
            ENTRY,
            "",
            (
                "rbac:ConfigMap/aws-auth @- change=remove namespace=kube-system narrows"
                " removed=arn:one as node, arn:one as system:nodes"
            ),
        ),
    ],
)
def test_who_may_enter_a_cluster(old: str, new: str, expected: str) -> None:
    assert f"identity.rbac {expected}" in told(detect, "k8s/auth.yaml", old, new)


def test_a_map_that_cannot_be_read_and_did_not_change() -> None:
    broken = ENTRY.replace("    - rolearn", "    - [\n    - rolearn")
    assert told(detect, "auth.yaml", broken, broken.replace("{name", "{labels: {a: b}, name")) == ()


def test_the_map_in_another_order_or_elsewhere() -> None:
    more = ENTRY + "    - rolearn: arn:two\n      username: two\n"
    swapped = ENTRY.replace(
        "    - rolearn: arn:one", "    - rolearn: arn:two\n      username: two\n    - rolearn: arn:one"
    )
    assert told(detect, "auth.yaml", more, swapped) == ()
    assert told(detect, "auth.yaml", "kind: ConfigMap\n", "kind: ConfigMap\ndata: {role: x, verbs: y}\n") == ()


WEB = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  template:
    spec:
      serviceAccountName: {{ .Values.account }}
      # of the shop
      containers:
        - name: web
          args: [a]
          command: [b]
"""
FILLED = "a template that speaks of rights: what it gives shows when it is filled in"


@pytest.mark.parametrize(
    ("was", "becomes", "line"),
    [
        ("          args: [a]\n", "          args: [a]\n          resources: {limits: {cpu: 1}}\n", ""),
        ("          args: [a]\n          command: [b]\n", "          command: [b]\n          args: [a]\n", ""),
        ("# of the shop", "# of the serviceAccount", ""),
        (".Values.account", ".Values.admin", "@8"),
        ("      serviceAccountName: {{ .Values.account }}\n", "", "@-"),
        ("      serviceAccountName", "      {{- if .Values.x }}\n      {{- end }}\n      serviceAccountName", "@8"),
        ("          args", "          {{- include 'x' . }}\n          args", "@12"),
        ("kind: Deployment", "kind: Role", "@2"),
        ("          args: [a]", "          verbs: [a]", "@12"),
        ("          args: [a]", "          subjects: [a]", "@12"),
    ],
)
def test_only_changed_lines_of_a_template_count(was: str, becomes: str, line: str) -> None:
    assert was in WEB
    found = told(detect, "charts/web/templates/web.yaml", WEB, WEB.replace(was, becomes))
    assert found == ((f"opaque.unparsed - {line} why={FILLED}",) if line else ())


def test_lines_that_only_moved() -> None:
    role = "kind: Role\nname: {{ x }}\nrules:\n- verbs: [get]\n  resources: [a]\n- verbs: ['*']\n  resources: [b]\n"
    swapped = role.replace("[a]", "[c]").replace("[b]", "[a]").replace("[c]", "[b]")
    assert told(detect, "templates/r.yaml", role, swapped) == (f"opaque.unparsed - @5 why={FILLED}",)
    assert told(detect, "templates/r.yaml", role, role.replace("name", "\n# x\nname")) == ()
